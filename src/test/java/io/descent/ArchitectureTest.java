package io.descent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.descent.engine.kernel.elementwise.Elementary;
import io.descent.security.Owner;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorOperators;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

@AnalyzeClasses(packages = "io.descent", importOptions = WrittenCode.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEngineIsPlainJava =
      classes()
          .that()
          .resideInAPackage("io.descent.engine..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jdk.incubator.vector..",
              "com.sun.management..",
              "org.jspecify..",
              "org.ojalgo..",
              "io.descent.engine..")
          .because("the engine is to be used and read alone; move what needs more to a feature");

  @ArchTest
  static final ArchRule onlyKernelsUseTheIncubatorModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.descent.engine.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..")
          .because("all else must link without the module; add an operation to a group of Kernels");

  @ArchTest
  static final ArchRule onlyTheProviderKnowsHowKernelsCompute =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.descent.engine.kernel..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.descent.engine.kernel.(*)..")
                  .and(not(resideInAPackage("io.descent.engine.kernel.provider")))
                  .and(not(type(Elementary.class))))
          .because("plain loops and lanes are chosen in one place; ask Kernels for the group");

  @ArchTest
  static final ArchRule packagesOfTheEngineHaveNoCycles =
      slices()
          .matching("io.descent.engine.(**)")
          .should()
          .beFreeOfCycles()
          .because("each is to be read without those above it; move the type to the lower one");

  @ArchTest
  static final ArchRule noSumGoesAcrossLanes =
      noClasses()
          .should()
          .accessField(VectorOperators.class, "ADD")
          .orShould()
          .accessField(VectorOperators.class, "MUL")
          .because("reduceLanes adds and multiplies in an order of its own; let lanes be outputs");

  @ArchTest
  static final ArchRule nothingDependsOnRun =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.descent.run..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.descent.run..")
          .because("run drives the others; let it call you, or move the type to its feature");

  @ArchTest
  static final ArchRule theWebKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage("io.descent.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.descent.dataset..",
              "io.descent.spec..",
              "io.descent.job..",
              "io.descent.run..",
              "io.descent.model..",
              "io.descent.inference..",
              "io.descent.insight..")
          .because("shared manners serve every feature; move the class to the feature it knows");

  /**
   * Queries of workers and of loops, which see the jobs of all owners, are on interfaces so named;
   * so are those of whoever lets owners in. What has outlived its time goes, whose it may be.
   */
  @ArchTest
  static final ArchRule everyQueryOnOwnedRowsNamesTheOwner =
      methods()
          .that()
          .areDeclaredInClassesThat(areRepositoriesOfOwnedRows())
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameNotStartingWith("Worker")
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameNotStartingWith("Admin")
          .and()
          .doNotHaveName("save")
          .and()
          .doNotHaveName("deleteAllBefore")
          .should(takeAnOwner())
          .because("what belongs to another owner does not exist; add the owner to the query");

  /**
   * Rows without an owner of their own are parts of one that has one, which was looked up for its
   * owner before: what happened to a job, and the bytes behind a data set, a model or a job. The
   * processes that serve them all are nobody's.
   */
  @ArchTest
  static final ArchRule everyRowHasAnOwnerOrIsPartOfOneThatHas =
      classes()
          .that()
          .areAssignableTo(Repository.class)
          .and(not(areRepositoriesOfOwnedRows()))
          .should()
          .haveSimpleName("MetricRepository")
          .orShould()
          .haveSimpleName("EventRepository")
          .orShould()
          .haveSimpleName("CheckpointRepository")
          .orShould()
          .haveSimpleName("BlobRows")
          .orShould()
          .haveSimpleName("WriteProbeRows")
          .orShould()
          .haveSimpleName("ReplicaRows")
          .because("what a client makes belongs to somebody; give the row an owner");

  /** What is an owner's is changed and read by those alone who may see it. */
  @ArchTest
  static final ArchRule onlyTheirFeatureSeesAllOwners =
      classes()
          .that()
          .areAssignableTo(Repository.class)
          .should()
          .bePackagePrivate()
          .because("other features ask for an owner's things; add a method that takes the owner");

  /** A list is made from a specification, which has to begin with the owner. */
  @ArchTest
  static final ArchRule everySpecificationNamesTheOwner =
      classes()
          .that(callFindBy())
          .should(readTheOwnersName())
          .because("what belongs to another owner does not exist; compare \"owner\" first");

  @ArchTest
  static final ArchRule nothingIsJavaSerialized =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.io.ObjectInputStream.class, java.io.ObjectOutputStream.class)
          .because("bytes from outside must never name classes; write fields one by one");

  @ArchTest
  static final ArchRule timeComesFromAnInstantSource =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.descent.web..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests move the clock; take an InstantSource in the constructor");

  @ArchTest
  static final ArchRule theEngineUsesExactArithmeticOnly =
      noClasses()
          .that()
          .resideInAPackage("io.descent.engine..")
          .should()
          .callMethod(Math.class, "exp", double.class)
          .orShould()
          .callMethod(Math.class, "pow", double.class, double.class)
          .orShould()
          .callMethod(Math.class, "log", double.class)
          .orShould()
          .callMethod(Math.class, "tanh", double.class)
          .orShould()
          .callMethod(Math.class, "sin", double.class)
          .orShould()
          .callMethod(Math.class, "cos", double.class)
          .because("their bits differ between machines; use StrictMath or the kernels' own");

  private static DescribedPredicate<JavaClass> areRepositoriesOfOwnedRows() {
    return DescribedPredicate.describe(
        "are repositories of owned rows",
        type ->
            type.isAssignableTo(Repository.class)
                && type.getInterfaces().stream()
                    .flatMap(parent -> parent.getAllInvolvedRawTypes().stream())
                    .filter(row -> row.isAnnotatedWith(Entity.class))
                    .flatMap(ArchitectureTest::fields)
                    .anyMatch(field -> field.getName().equals("owner")));
  }

  /** Those of a row, of what it inherits and of its key. */
  private static Stream<JavaField> fields(JavaClass row) {
    return row.getAllFields().stream()
        .flatMap(
            field ->
                field.isAnnotatedWith(EmbeddedId.class)
                    ? field.getRawType().getAllFields().stream()
                    : Stream.of(field));
  }

  private static ArchCondition<JavaMethod> takeAnOwner() {
    return new ArchCondition<>("take an owner") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean taken =
            Stream.of(method.reflect().getParameters())
                .anyMatch(
                    parameter ->
                        parameter.getName().equals("owner")
                            || Stream.of(parameter.getType().getDeclaredFields())
                                .anyMatch(part -> part.getName().equals("owner")));
        events.add(new SimpleConditionEvent(method, taken, method.getFullName()));
      }
    };
  }

  private static DescribedPredicate<JavaClass> callFindBy() {
    return DescribedPredicate.describe(
        "call findBy with a specification",
        type ->
            type.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getName().equals("findBy")
                            && call.getTargetOwner()
                                .isAssignableTo(JpaSpecificationExecutor.class)));
  }

  private static ArchCondition<JavaClass> readTheOwnersName() {
    return new ArchCondition<>("read the owner's name") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean read =
            type.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getTargetOwner().isEquivalentTo(Owner.class)
                            && call.getName().equals("name"));
        events.add(new SimpleConditionEvent(type, read, type.getFullName()));
      }
    };
  }
}
