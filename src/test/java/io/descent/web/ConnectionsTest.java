package io.descent.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class ConnectionsTest {

  @LocalServerPort private int port;

  /** Five times as many as there may be connections. */
  @Test
  void halfSentRequestsAreCutAndOthersAreAnsweredAgain() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket();
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        slow.add(socket);
        write(socket, "GET /api/v1/probe HTTP/1.1\r\nHost: loc");
      }
    } catch (IOException e) {
      // The system's queue is full, as the service takes no more connections
      assertThat(slow).hasSizeGreaterThan(60);
    }

    assertThat(RawHttp.send(port, "GET /api/v1/probe HTTP/1.1").status()).isEqualTo(200);

    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void aHeadThatComesByteByByteIsCut() throws IOException {
    try (Socket socket = open()) {
      String head = "GET /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  write(socket, i < head.length() ? head.substring(i, i + 1) : "x");
                  socket.setSoTimeout(50);
                  ended(socket);
                }
              });
    }
  }

  /** Waits for a moment, and throws where the service has ended the connection. */
  private static void ended(Socket socket) throws IOException {
    try {
      if (socket.getInputStream().read() < 0) {
        throw new SocketException("ended");
      }
    } catch (java.net.SocketTimeoutException e) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void aRefusedBodyWithoutEndIsReadForAWhileAndThenCut() throws IOException {
    try (Socket socket = open()) {
      write(
          socket,
          "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
      long begun = System.nanoTime();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> {
                while (System.nanoTime() - begun < 30_000_000_000L) {
                  write(socket, chunk);
                }
              });
      assertThat(System.nanoTime() - begun).isLessThan(15_000_000_000L);
    }
  }

  @Test
  void aConnectionIsUsedAgainWhenTheRestOfARefusedBodyCame() throws IOException {
    try (Socket socket = open()) {
      String body = "x".repeat(100_000);
      String request =
          "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      write(socket, request);
      write(socket, "GET /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answers).contains("HTTP/1.1 415", "HTTP/1.1 200");
    }
  }

  @Test
  void whoWaitsToSendTooMuchIsToldNotTo() throws IOException {
    try (Socket socket = open()) {
      write(
          socket,
          "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n");
      socket.setSoTimeout(5_000);
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("/problems/too-large");
    }
  }

  @Test
  void whoWaitsToSendWhatIsWantedIsToldToGoOn() throws IOException {
    try (Socket socket = open()) {
      write(
          socket,
          "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 8\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n");
      socket.setSoTimeout(5_000);
      byte[] first = new byte[17];
      InputStream in = socket.getInputStream();
      in.readNBytes(first, 0, first.length);
      assertThat(new String(first, ISO_8859_1)).startsWith("HTTP/1.1 100");
      write(socket, "{\"n\": 1}");
      assertThat(new String(in.readAllBytes(), ISO_8859_1)).contains("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity", "deflate", "rot13", "gzip, chunked"})
  void anotherTransferEncodingIsNotSupported(String encoding) throws IOException {
    Answer answer =
        RawHttp.exchange(
            port,
            "POST /api/v1/probe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nTransfer-Encoding: "
                + encoding
                + "\r\n\r\n0\r\n\r\n");

    assertThat(answer.status()).isIn(400, 501);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().at("/status").intValue()).isEqualTo(answer.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT localhost:80 HTTP/1.1", "CONNECT /api/v1/probe HTTP/1.1"})
  void noConnectionToElsewhereIsMade(String line) throws IOException {
    Answer answer = RawHttp.send(port, line);

    assertThat(answer.status()).isIn(400, 405, 501);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%5Cb", "a%2Fb", "100%25", "a%5C%2F%25%3Bb", "%2E%2E%2Fx", "a%20b%3F"})
  void aNameOfAnyCharactersCanStandInAPath(String encoded) throws IOException {
    Answer answer = RawHttp.send(port, "GET /api/v1/probe/names/" + encoded + " HTTP/1.1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/name").stringValue())
        .isEqualTo(java.net.URLDecoder.decode(encoded, java.nio.charset.StandardCharsets.UTF_8));
  }

  private Socket open() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }
}
