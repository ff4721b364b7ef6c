package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The Helm chart: linted, rendered, and read by the models of Kubernetes. */
@EnabledOnOs(OS.LINUX)
class ChartTest {

  private static final Path CHART = Path.of("docker", "chart");

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();

  private List<HasMetadata> rendered(String... settings) {
    TemplateCommand command = new Helm(CHART).template().withName("mine");
    for (String setting : settings) {
      command.set(setting.split("=")[0], setting.split("=")[1]);
    }
    return Arrays.stream(command.call().split("(?m)^---$"))
        .filter(document -> document.contains("kind:"))
        .map(document -> kubernetes.<HasMetadata>unmarshal(document))
        .toList();
  }

  private static <T extends HasMetadata> T one(
      List<HasMetadata> resources, Class<T> type, String name) {
    return resources.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(it -> it.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static GenericKubernetesResource ofKeda(List<HasMetadata> resources, String kind) {
    return resources.stream()
        .filter(GenericKubernetesResource.class::isInstance)
        .map(GenericKubernetesResource.class::cast)
        .filter(it -> it.getKind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static PodSpec pod(List<HasMetadata> resources, String role) {
    return one(resources, Deployment.class, "mine-descent-" + role)
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static EnvVar variable(Container container, String name) {
    return container.getEnv().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theChartIsWithoutFault() {
    LintResult lint = new Helm(CHART).lint().strict().quiet().call();

    assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
  }

  @Test
  void allThatIsRenderedIsKnown() {
    assertThat(rendered().stream().map(it -> it.getKind()))
        .containsExactlyInAnyOrder(
            "Deployment",
            "PodDisruptionBudget",
            "Service",
            "Deployment",
            "TriggerAuthentication",
            "ScaledObject");
  }

  /**
   * Unknown fields land among a model's additional properties, which it writes again as they came.
   */
  @Test
  void noFieldIsMisspelt() {
    for (HasMetadata resource : rendered()) {
      if (!(resource instanceof GenericKubernetesResource)) {
        assertThat(unknown(resource)).as(resource.getKind()).isEmpty();
      }
    }
    Deployment wrong =
        kubernetes.unmarshal(
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "spec": {"template": {"spec": {"containers": [{"imagePullPolice": "Never"}]}}}}
            """);
    assertThat(unknown(wrong)).containsExactly("imagePullPolice");
  }

  private List<String> unknown(Object model) {
    if (model instanceof List<?> list) {
      return list.stream().flatMap(it -> unknown(it).stream()).toList();
    }
    if (!model.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")) {
      return List.of();
    }
    return Arrays.stream(model.getClass().getMethods())
        .filter(it -> it.getName().startsWith("get") && it.getParameterCount() == 0)
        .flatMap(
            getter -> {
              try {
                Object value = getter.invoke(model);
                if (getter.getName().equals("getAdditionalProperties")) {
                  return ((Map<?, ?>) value).keySet().stream().map(String::valueOf);
                }
                return Stream.ofNullable(value).flatMap(it -> unknown(it).stream());
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "worker"})
  void podsMayDoLittle(String role) {
    PodSpec pod = pod(rendered(), role);
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getVolumeMounts().stream().map(it -> it.getMountPath()))
        .containsExactly("/data", "/tmp");
    assertThat(container.getImage()).isEqualTo("descent:0.2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "worker"})
  void podsAreProbedAndHaveTimeToHandTheirJobsBack(String role) {
    PodSpec pod = pod(rendered(), role);
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(35);
    assertThat(path(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
    assertThat(path(container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
    assertThat(path(container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
  }

  private static String path(Probe probe) {
    return probe.getHttpGet().getPath();
  }

  @Test
  void secretsComeFromOutside() {
    List<HasMetadata> resources =
        rendered("database.existingSecret=theirs", "security.existingSecret=keys");

    assertThat(resources.stream().map(it -> it.getKind())).doesNotContain("Secret");
    for (String role : List.of("api", "worker")) {
      Container container = pod(resources, role).getContainers().getFirst();
      for (String name : List.of("DESCENT_DB_USER", "DESCENT_DB_PASSWORD", "DESCENT_ADMIN_KEY")) {
        assertThat(variable(container, name).getValue()).as(name).isNull();
        assertThat(variable(container, name).getValueFrom().getSecretKeyRef().getName())
            .isEqualTo(name.equals("DESCENT_ADMIN_KEY") ? "keys" : "theirs");
      }
    }
  }

  @Test
  void somePodsAnswerAndOthersTrain() {
    List<HasMetadata> resources = rendered("worker.jobs=2");
    PodTemplateSpec api =
        one(resources, Deployment.class, "mine-descent-api").getSpec().getTemplate();
    PodDisruptionBudget budget = one(resources, PodDisruptionBudget.class, "mine-descent-api");
    Service service = one(resources, Service.class, "mine-descent");

    assertThat(variable(api.getSpec().getContainers().getFirst(), "DESCENT_WORKERS").getValue())
        .isEqualTo("0");
    assertThat(
            variable(pod(resources, "worker").getContainers().getFirst(), "DESCENT_WORKERS")
                .getValue())
        .isEqualTo("2");
    assertThat(budget.getSpec().getMinAvailable().getIntVal()).isEqualTo(1);
    assertThat(api.getMetadata().getLabels())
        .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels())
        .containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(
            one(resources, Deployment.class, "mine-descent-worker")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .entrySet())
        .doesNotContainAnyElementsOf(List.of(Map.entry("app.kubernetes.io/component", "api")));
  }

  @Test
  void thereAreAsManyPodsThatTrainAsThereAreJobsForThem() {
    List<HasMetadata> resources = rendered("worker.jobs=4", "worker.maxReplicas=50");
    GenericKubernetesResource scaled = ofKeda(resources, "ScaledObject");

    assertThat(scaled.<String>get("spec", "scaleTargetRef", "name"))
        .isEqualTo("mine-descent-worker");
    assertThat(scaled.<Integer>get("spec", "minReplicaCount")).isZero();
    assertThat(scaled.<Integer>get("spec", "maxReplicaCount")).isEqualTo(50);
    assertThat(scaled.<String>get("spec", "triggers", 0, "type")).isEqualTo("postgresql");
    assertThat(scaled.<String>get("spec", "triggers", 0, "metadata", "targetQueryValue"))
        .isEqualTo("4");
    assertThat(scaled.<String>get("spec", "triggers", 0, "authenticationRef", "name"))
        .isEqualTo(ofKeda(resources, "TriggerAuthentication").getMetadata().getName());
    assertThat(
            Optional.ofNullable(
                one(resources, Deployment.class, "mine-descent-worker").getSpec().getReplicas()))
        .as("a number here would undo what the scaler has done at each upgrade")
        .isEmpty();
  }

  @Test
  void theChartIsOfThisVersion() throws Exception {
    Map<String, String> chart = new Yaml().load(Files.readString(CHART.resolve("Chart.yaml")));
    String version =
        Files.readString(Path.of("pom.xml"))
            .split("<artifactId>descent</artifactId>\\s*<version>")[1]
            .split("<")[0];

    assertThat(chart).containsEntry("version", version).containsEntry("appVersion", version);
  }
}
