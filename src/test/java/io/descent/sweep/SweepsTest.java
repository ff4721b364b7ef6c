package io.descent.sweep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.ServiceTest;
import io.descent.security.Owner;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.Limits;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@ServiceTest
class SweepsTest extends SweepsContract {

  @Autowired private SweepCreation creation;
  @Autowired private StrictJson json;
  @Autowired private RequestMemory requests;

  /** Each trial is a network of its own. */
  @Test
  void trialsTakeTheirMemoryFromThatOfRequests() throws Exception {
    String space = "{\"/training/batch_size\": {\"choice\": [1, 2]}}";
    Map<String, String> little = Map.of("descent.limits.request-memory", "10KB");
    Limits limits =
        new Binder(new MapConfigurationPropertySource(little))
            .bindOrCreate("descent.limits", Limits.class);
    RequestMemory memory = new RequestMemory(limits, () -> "local");
    byte[] text = request(2, space, "{\"type\": \"grid\"}", "").getBytes(StandardCharsets.UTF_8);
    try (RequestMemory.Taken taken = memory.begin();
        RequestMemory.Taken ofBody = requests.begin()) {
      JsonBody body = json.read(new ByteArrayInputStream(text), ofBody);
      assertThatThrownBy(() -> creation.once(Owner.LOCAL, IdempotencyKey.NONE, body, taken))
          .hasMessageContaining("memory that requests may take");
    }
  }
}
