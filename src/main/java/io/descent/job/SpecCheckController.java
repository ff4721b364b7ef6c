package io.descent.job;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.spec.SpecCheck;
import io.descent.web.JsonBody;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what would become of a job before anything is stored. */
@RestController
@Tag(name = "Specs")
class SpecCheckController {

  private final JobValidation validation;

  SpecCheckController(JobValidation validation) {
    this.validation = validation;
  }

  @Operation(
      operationId = "checkSpec",
      summary = "What follows from a network and a training, and all their problems")
  @TakesJson("SpecCheckRequest")
  @Refusals(value = ProblemKind.TOO_MANY, never = ProblemKind.INVALID)
  @RequiresScope(Scope.READ)
  @PostMapping(path = "/api/v1/specs/check", produces = MediaType.APPLICATION_JSON_VALUE)
  SpecCheck check(Owner owner, JsonBody body) {
    return validation.look(owner, body);
  }
}
