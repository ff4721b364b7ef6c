package io.descent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The SDK's own clients, which check each result against its schema. */
@ServiceTest
class McpClientsTest {

  private static final Map<String, Object> NOTHING = Map.of("job", "nothing has this name");

  @LocalServerPort private int port;

  /** It asks for a stream as well, and goes on without. */
  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
  void aClientOf2025Works(String version) {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder("http://localhost:" + port)
            .supportedProtocolVersions(List.of(version))
            .openConnectionOnStartup(true)
            .build();
    try (McpSyncClient client = McpClient.sync(transport).build()) {
      assertThat(client.initialize().protocolVersion()).isEqualTo(version);
      assertThat(client.listTools().tools()).hasSize(10);
      assertThat(client.callTool(call("list_datasets", Map.of("limit", 1))).isError()).isFalse();
      assertThat(client.callTool(call("get_job", NOTHING)).isError()).isTrue();
    }
  }

  private static McpSchema.CallToolRequest call(String tool, Map<String, Object> arguments) {
    return McpSchema.CallToolRequest.builder(tool).arguments(arguments).build();
  }

  @Test
  void aClientOf2026Works() {
    var client =
        io.modelcontextprotocol.modern.client.McpClient.sync(
                HttpClientMcpTransport.builder("http://localhost:" + port + Agent.PATH).build())
            .build();

    assertThat(client.discover().supportedVersions()).containsExactly("2026-07-28");
    assertThat(client.listTools().list().tools()).hasSize(10);
    assertThat(client.tool("list_datasets").arguments(Map.of("limit", 1)).call().isError())
        .isFalse();
    assertThat(client.tool("get_job").arguments(NOTHING).call().isError()).isTrue();
  }
}
