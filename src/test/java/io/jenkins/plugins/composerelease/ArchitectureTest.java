package io.jenkins.plugins.composerelease;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.runner.RunWith;

/** Holds the code to the diagram in {@code docs/architecture.md}. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {
    static final String ROOT = "io.jenkins.plugins.composerelease";
    private static final String[] RUNS_ANYWHERE = {ROOT + ".engine..", ROOT + ".adapter..", ROOT + ".cli.."};
    private static final String[] NEEDS_JENKINS = {
        ROOT + ".steps..", ROOT + ".config..", ROOT + ".credentials..", ROOT + ".ui.."
    };

    @ArchTest
    static final ArchRule followsTheDiagram = classes()
            .that()
            .resideInAnyPackage(ROOT + "..")
            .should(adhereToPlantUmlDiagram(
                    Path.of("docs", "architecture.md"), consideringOnlyDependenciesInDiagram()));

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule engineRunsWithoutJenkins = noClasses()
            .that()
            .resideInAnyPackage(RUNS_ANYWHERE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke.stapler..", "org.jvnet.localizer..");

    @ArchTest
    static final ArchRule whatJenkinsLoadsNeedsTheJdkOnly = classes()
            .that()
            .resideInAnyPackage(
                    ROOT + ".engine.model..",
                    ROOT + ".engine.mask..",
                    ROOT + ".engine.report..",
                    ROOT + ".engine.spi..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + ".engine.."));

    @ArchTest
    static final ArchRule jenkinsSideLoadsNoneOfTheRunnableJarsLibraries = noClasses()
            .that()
            .resideInAnyPackage(NEEDS_JENKINS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.flywaydb..", "org.postgresql..", "org.h2..", "org.sqlite..");

    @ArchTest
    static final ArchRule flywayStaysInItsAdapter = usedOnlyIn("org.flywaydb..", ".adapter.flyway..");

    @ArchTest
    static final ArchRule githubApiStaysInItsAdapter = usedOnlyIn("org.kohsuke.github..", ".adapter.github..");

    @ArchTest
    static final ArchRule picocliStaysInTheCommandLine = usedOnlyIn("picocli..", ".cli..");

    private static ArchRule usedOnlyIn(String library, String user) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + user)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
