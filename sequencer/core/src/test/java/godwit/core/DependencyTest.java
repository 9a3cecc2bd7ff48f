package godwit.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/** What the core may know: the language, buffers, and itself; within it the owners know each other by the link only. */
class DependencyTest {
    private static final JavaClasses CORE = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("godwit.core");

    @Test
    void shouldDependOnTheLanguageAndAgronaOnly() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
            "godwit.core..", "java.lang", "java.lang.invoke", "java.lang.runtime", "java.util", "java.util.zip",
            "java.nio", "org.agrona", "org.agrona.concurrent").check(CORE);
    }

    @Test
    void shouldJoinTheOwnersByTheLinkOnly() {
        noClasses().that().resideInAPackage("godwit.core.chats..").should().dependOnClassesThat()
            .resideInAnyPackage("godwit.core.users..", "godwit.core.inbox..", "godwit.core.sessions..").check(CORE);
        noClasses().that().resideInAnyPackage("godwit.core.users..", "godwit.core.inbox..", "godwit.core.sessions..")
            .should().dependOnClassesThat().resideInAPackage("godwit.core.chats..").check(CORE);
    }

    @Test
    void shouldHoldNoFloatingPoint() {
        classes().should(new ArchCondition<JavaClass>("hold no floating point") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                type.getFields().stream().filter(field -> isFloating(field.getRawType()))
                    .forEach(field -> events.add(SimpleConditionEvent.violated(field, field.getFullName())));
                type.getMethods().stream().filter(method -> isFloating(method.getRawReturnType())
                        || method.getRawParameterTypes().stream().anyMatch(DependencyTest::isFloating))
                    .forEach(method -> events.add(SimpleConditionEvent.violated(method, method.getFullName())));
            }
        }).check(CORE);
    }

    private static boolean isFloating(final JavaClass type) {
        return type.isEquivalentTo(double.class) || type.isEquivalentTo(float.class);
    }
}
