package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageRequestTest {

  private static final List<UUID> IDS =
      IntStream.range(0, 7).mapToObj(i -> new UUID(0, 100 - i)).toList();

  @RestController
  static final class Things {
    @GetMapping("/things")
    Page<String> things(
        PageRequest page,
        @RequestParam(required = false) String status,
        @RequestParam(required = false) List<String> tag) {
      Stream<UUID> rows =
          IDS.stream().filter(id -> page.before().map(it -> id.compareTo(it) < 0).orElse(true));
      return page.page(rows.limit(page.limit() + 1).toList(), Function.identity(), UUID::toString);
    }
  }

  private final MockMvcTester mvc =
      MockMvcTester.of(
          List.of(new Things()),
          builder ->
              builder
                  .setCustomArgumentResolvers(
                      new RequestArgument<>(PageRequest.class, PageRequest::of))
                  .addInterceptors(new KnownParameters())
                  .build());

  @Test
  void cursorsLeadThroughTheWholeList() throws Exception {
    JsonNode first = page("/things?limit=3");
    JsonNode second = page("/things?limit=3&cursor=" + first.at("/nextCursor").stringValue());
    JsonNode third = page("/things?cursor=" + second.at("/nextCursor").stringValue());

    assertThat(first.at("/items")).hasSize(3);
    assertThat(second.at("/items/0").stringValue()).isEqualTo(IDS.get(3).toString());
    assertThat(third.at("/items")).hasSize(1);
    assertThat(third.at("/nextCursor").isNull()).isTrue();
  }

  @Test
  void aCursorBelongsToItsFilters() throws Exception {
    String cursor = page("/things?limit=3&status=a").at("/nextCursor").stringValue();

    assertThat(page("/things?status=a&cursor=" + cursor).at("/items")).hasSize(4);
    assertThat(refusal("/things?cursor=" + cursor)).isEqualTo("cursor");
    assertThat(refusal("/things?status=b&cursor=" + cursor)).isEqualTo("cursor");
    assertThat(refusal("/things?status=a&tag=b&cursor=" + cursor)).isEqualTo("cursor");
  }

  @Test
  void whatIsNoCursorIsUnreadable() {
    for (String cursor : List.of("", "x", "AAAA", "%00", "a".repeat(1000))) {
      assertThat(refusal("/things?cursor=" + cursor)).isEqualTo("cursor");
    }
  }

  @Test
  void limitIsOneTo200() throws Exception {
    assertThat(page("/things?limit=200").at("/items")).hasSize(7);
    assertThat(page("/things?limit=1").at("/items")).hasSize(1);
    for (String limit : List.of("0", "201", "-1", "", "1.0", "x", "99999999999", "%201")) {
      assertThat(refusal("/things?limit=" + limit)).as(limit).isEqualTo("limit");
    }
  }

  @Test
  void unknownAndRepeatedParametersAreUnreadable() {
    assertThat(refusal("/things?statos=a")).isEqualTo("statos");
    assertThat(refusal("/things?=a")).isEmpty();
    assertThat(refusal("/things?status=a&status=b")).isEqualTo("status");
    assertThat(refusal("/things?limit=1&limit=1")).isEqualTo("limit");
    assertThat(mvc.get().uri("/things?tag=a&tag=b")).hasStatusOk();
    assertThat(mvc.get().uri("/things?&")).hasStatusOk();
    assertThat(problem("/things?status=%zz"))
        .hasMessage("the query string holds a broken percent escape");
    for (String bytes : List.of("%ff", "%C0%80", "%F0%9F", "%ED%A0%80")) {
      assertThat(problem("/things?status=" + bytes).kind()).isEqualTo(ProblemKind.UNREADABLE);
      assertThat(problem("/things?" + bytes + "=1")).hasMessage("the query string is not in UTF-8");
    }
  }

  private JsonNode page(String uri) throws UnsupportedEncodingException {
    MvcTestResult result = mvc.get().uri(java.net.URI.create(uri)).exchange();
    return JsonMapper.shared().readTree(result.getResponse().getContentAsString());
  }

  /** The pointer of the one thing wrong. */
  private String refusal(String uri) {
    ProblemException e = problem(uri);
    assertThat(e.kind()).isEqualTo(ProblemKind.UNREADABLE);
    assertThat(e.errors()).hasSize(1);
    return ((FieldError) e.errors().getFirst()).pointer();
  }

  private ProblemException problem(String uri) {
    // A string, because java.net.URI refuses broken escapes
    MvcTestResult result =
        mvc.get()
            .uri(uri.substring(0, uri.indexOf('?')))
            .with(
                request -> {
                  request.setQueryString(uri.substring(uri.indexOf('?') + 1));
                  return request;
                })
            .exchange();
    assertThat(result.getUnresolvedException()).hasCauseInstanceOf(ProblemException.class);
    return (ProblemException) result.getUnresolvedException().getCause();
  }
}
