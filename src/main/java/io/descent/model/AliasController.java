package io.descent.model;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.Refusals;
import io.descent.web.StorableText;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Aliases of models over HTTP. */
@RestController
@Tag(name = "Models")
@RequestMapping(path = "/api/v1/models/aliases", produces = MediaType.APPLICATION_JSON_VALUE)
class AliasController {

  private final ModelAliases aliases;
  private final ModelStore models;

  AliasController(ModelAliases aliases, ModelStore models) {
    this.aliases = aliases;
    this.models = models;
  }

  @Operation(operationId = "listAliases", summary = "Aliases of models with where they pointed")
  @RequiresScope(Scope.READ)
  @GetMapping
  Page<AliasView> list(Owner owner, PageRequest page) {
    return aliases.list(owner, page);
  }

  @Operation(
      operationId = "putAlias",
      summary = "Point an alias at a model",
      description =
          "From the next request on every replica answers by that model wherever the alias is"
              + " named, before any model of that name.")
  @TakesJson("AliasRequest")
  @Refusals(
      value = {},
      never = ProblemKind.NOT_FOUND)
  @RequiresScope(Scope.TRAIN)
  @PutMapping("/{alias}")
  AliasView put(
      Owner owner, @Parameter(example = "champion") @PathVariable String alias, JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<UUID> model = fields.requiredReference("model", name -> models.newest(owner, name));
    fields.done();
    StorableText.nameProblem(alias).ifPresent(it -> problems.invalid("alias", it));
    problems.throwIfAny();
    return aliases.point(owner, alias, model.orElseThrow());
  }

  @Operation(operationId = "deleteAlias", summary = "Take an alias away; its model stays")
  @RequiresScope(Scope.TRAIN)
  @DeleteMapping("/{alias}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @Parameter(example = "champion") @PathVariable String alias) {
    aliases.remove(owner, alias);
  }
}
