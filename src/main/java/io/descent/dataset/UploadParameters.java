package io.descent.dataset;

import io.descent.web.QueryParameters;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The fields of an upload as query parameters, beside a file that is the body. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@QueryParameters({
  "name",
  "target",
  "task",
  "header",
  "separator",
  "decimal",
  "encoding",
  "missing",
  "categorical",
  "numeric",
  "date",
  "ignore",
  "split",
  "image",
  "from"
})
@Parameter(
    name = "name",
    in = ParameterIn.QUERY,
    description = "Name of the data set; its file's where there is none",
    schema = @Schema(type = "string"))
@Parameter(
    name = "target",
    in = ParameterIn.QUERY,
    description = "Name of the target column; the last one where absent",
    schema = @Schema(type = "string"))
@Parameter(
    name = "task",
    in = ParameterIn.QUERY,
    description = "What to learn; decided by the target where absent",
    schema = @Schema(allowableValues = {"classification", "regression"}))
@Parameter(
    name = "header",
    in = ParameterIn.QUERY,
    description =
        "Whether the first line names the columns; false names them column_1, column_2, …",
    schema = @Schema(allowableValues = {"auto", "true", "false"}))
@Parameter(
    name = "separator",
    in = ParameterIn.QUERY,
    description = "What parts the fields of a line; space stands for runs of blanks and tabs",
    schema = @Schema(allowableValues = {"auto", ",", ";", "tab", "|", "space"}))
@Parameter(
    name = "decimal",
    in = ParameterIn.QUERY,
    description = "The decimal sign of numbers",
    schema = @Schema(allowableValues = {"auto", ".", ","}))
@Parameter(
    name = "encoding",
    in = ParameterIn.QUERY,
    description = "auto (UTF-8, or UTF-16 with its mark) or a charset such as windows-1252",
    schema = @Schema(type = "string"))
@Parameter(
    name = "missing",
    in = ParameterIn.QUERY,
    description = "Spellings of a missing value besides the usual ones, with commas between",
    schema = @Schema(type = "string"))
@Parameter(
    name = "categorical",
    in = ParameterIn.QUERY,
    description =
        "Columns, with commas between, that hold categories though they look like numbers",
    schema = @Schema(type = "string"))
@Parameter(
    name = "numeric",
    in = ParameterIn.QUERY,
    description = "Columns, with commas between, that hold numbers",
    schema = @Schema(type = "string"))
@Parameter(
    name = "date",
    in = ParameterIn.QUERY,
    description = "Columns, with commas between, that hold dates",
    schema = @Schema(type = "string"))
@Parameter(
    name = "ignore",
    in = ParameterIn.QUERY,
    description = "Columns, with commas between, that are not learnt from",
    schema = @Schema(type = "string"))
@Parameter(
    name = "split",
    in = ParameterIn.QUERY,
    description = "Column whose values say the part of each row: train, validation, test",
    schema = @Schema(type = "string"))
@Parameter(
    name = "image",
    in = ParameterIn.QUERY,
    description =
        "Channels, height and width, such as 1,28,28, of images whose pixels the columns are",
    schema = @Schema(type = "string"))
@Parameter(
    name = "from",
    in = ParameterIn.QUERY,
    description = "Id of a data set whose stored file is read again; instead of a file",
    schema = @Schema(type = "string"))
@interface UploadParameters {}
