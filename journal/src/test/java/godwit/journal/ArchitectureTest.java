package godwit.journal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "godwit.journal", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule shouldKeepLogicFreeOfLibraries = noClasses()
        .that().resideInAnyPackage("godwit.journal.follow", "godwit.journal.write", "godwit.journal.checkpoint")
        .should().dependOnClassesThat().resideInAnyPackage("io.aeron..", "com.datastax..", "io.netty..");

    @ArchTest
    static final ArchRule shouldNeverNameCassandrasOwnClasses = noClasses()
        .should().dependOnClassesThat().resideInAPackage("org.apache.cassandra..");

    @ArchTest
    static final ArchRule shouldReadNoClockInLogic = noClasses()
        .that().resideInAnyPackage("godwit.journal.follow", "godwit.journal.write", "godwit.journal.checkpoint")
        .should().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime");
}
