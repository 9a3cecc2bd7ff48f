package godwit.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The edge's logic can be driven by one thread of a test, with any time: it knows neither sockets nor transports. */
class LogicKnowsNoLibraryTest {
    private static final JavaClasses EDGE = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("godwit.edge");

    @Test
    void shouldKeepLibrariesOutOfTheLogic() {
        noClasses().that().resideInAnyPackage("godwit.edge.request", "godwit.edge.session", "godwit.edge.uplink",
                "godwit.edge.downlink", "godwit.edge.fanout", "godwit.edge.presence", "godwit.edge.counters")
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.aeron..", "com.lmax..")
            .check(EDGE);
    }

    @Test
    void shouldKeepTheClockOutOfTheLogic() {
        noClasses().that().resideInAnyPackage("godwit.edge.request", "godwit.edge.session", "godwit.edge.uplink",
                "godwit.edge.downlink", "godwit.edge.fanout", "godwit.edge.presence")
            .should().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .check(EDGE);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        SlicesRuleDefinition.slices().matching("godwit.edge.(*)..").should().beFreeOfCycles().check(EDGE);
    }
}
