package godwit.launch.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between the modules, and who may know which library, where all classes can be seen. */
@AnalyzeClasses(packages = "godwit", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModuleArrowsTest {

    @ArchTest
    static final ArchRule CORE_SHOULD_SEE_AGRONA_ALONE = classes().that().resideInAPackage("godwit.core..")
        .should().onlyDependOnClassesThat().resideInAnyPackage("godwit.core..", "java..", "org.agrona..");

    @ArchTest
    static final ArchRule PROTOCOL_SHOULD_SEE_AGRONA_ALONE = classes().that().resideInAPackage("godwit.protocol..")
        .should().onlyDependOnClassesThat().resideInAnyPackage("godwit.protocol..", "java..", "org.agrona..");

    @ArchTest
    static final ArchRule CLIENT_SHOULD_SEE_PROTOCOL_ALONE = noClasses().that().resideInAPackage("godwit.client..")
        .should().dependOnClassesThat(new ModulesOtherThan("client", "protocol"));

    @ArchTest
    static final ArchRule SETTINGS_SHOULD_SEE_NO_MODULE = noClasses().that().resideInAPackage("godwit.settings..")
        .should().dependOnClassesThat(new ModulesOtherThan("settings"));

    @ArchTest
    static final ArchRule NODE_SHOULD_SEE_CORE_PROTOCOL_SETTINGS = noClasses().that()
        .resideInAPackage("godwit.sequencer..")
        .should().dependOnClassesThat(new ModulesOtherThan("sequencer", "client", "core", "protocol", "settings"));

    @ArchTest
    static final ArchRule EDGE_SHOULD_SEE_PROTOCOL_AND_SETTINGS = noClasses().that().resideInAPackage("godwit.edge..")
        .should().dependOnClassesThat(new ModulesOtherThan("edge", "client", "protocol", "settings"));

    @ArchTest
    static final ArchRule JOURNAL_SHOULD_SEE_PROTOCOL_AND_SETTINGS = noClasses().that()
        .resideInAPackage("godwit.journal..")
        .should().dependOnClassesThat(new ModulesOtherThan("journal", "client", "protocol", "settings"));

    @ArchTest
    static final ArchRule REPLAY_SHOULD_SEE_NO_EDGE = noClasses().that().resideInAPackage("godwit.replay..")
        .should().dependOnClassesThat(
            new ModulesOtherThan("replay", "sequencer", "core", "journal", "protocol", "settings"));

    @ArchTest
    static final ArchRule PERF_SHOULD_BE_A_CLIENT_OF_ITS_OWN = noClasses().that().resideInAPackage("godwit.perf..")
        .should().dependOnClassesThat(new ModulesOtherThan("perf", "protocol"));

    @ArchTest
    static final ArchRule NETTY_SHOULD_STAY_AT_THE_SOCKETS = noClasses().that()
        .resideOutsideOfPackages("godwit.edge", "godwit.edge.accept..", "godwit.edge.http..", "godwit.perf..")
        .should().dependOnClassesThat().resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule THE_DRIVER_SHOULD_STAY_IN_THE_JOURNAL = noClasses().that()
        .resideOutsideOfPackage("godwit.journal..")
        .should().dependOnClassesThat().resideInAnyPackage("com.datastax..", "org.apache.cassandra..");

    @ArchTest
    static final ArchRule AERON_SHOULD_STAY_IN_ADAPTERS = noClasses().that().resideOutsideOfPackages(
        "godwit.client", "godwit.sequencer..", "godwit.replay..", "godwit.edge", "godwit.edge.uplink.aeron",
        "godwit.edge.downlink.aeron", "godwit.journal", "godwit.journal.follow.aeron",
        "godwit.journal.checkpoint.aeron", "godwit.launch..")
        .should().dependOnClassesThat().resideInAPackage("io.aeron..");

    @ArchTest
    static final ArchRule THE_DISRUPTOR_SHOULD_STAY_IN_ITS_RINGS = noClasses().that()
        .resideOutsideOfPackages("godwit.sequencer.pipeline", "godwit.edge.uplink.ring")
        .should().dependOnClassesThat().resideInAPackage("com.lmax..");

    @ArchTest
    static final ArchRule ONLY_MAIN_SHOULD_EXIT = noClasses().that().resideOutsideOfPackages("godwit.launch..",
        "godwit.journal.cassandra..")
        .should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule MODULES_SHOULD_FORM_NO_CIRCLE = slices().matching("godwit.(*)..")
        .should().beFreeOfCycles();
}
