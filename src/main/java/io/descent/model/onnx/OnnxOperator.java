package io.descent.model.onnx;

import static ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.FLOAT;
import static ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.INT;
import static ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.INTS;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXOperators;

/** The operators of ONNX that networks need and {@link ONNXOperators} does not have. */
enum OnnxOperator implements ONNXOperator {
  RELU("Relu", 1, 0),
  LEAKY_RELU("LeakyRelu", 1, 0, attribute("alpha", FLOAT)),
  TANH("Tanh", 1, 0),
  ERF("Erf", 1, 0),
  IS_NAN("IsNaN", 1, 0),
  EQUAL("Equal", 2, 0),
  FLATTEN("Flatten", 1, 0, attribute("axis", INT)),
  CONV(
      "Conv",
      2,
      1,
      attribute("kernel_shape", INTS),
      attribute("strides", INTS),
      attribute("pads", INTS)),
  MAX_POOL("MaxPool", 1, 0, attribute("kernel_shape", INTS), attribute("strides", INTS)),
  AVERAGE_POOL("AveragePool", 1, 0, attribute("kernel_shape", INTS), attribute("strides", INTS)),
  BATCH_NORMALIZATION("BatchNormalization", 5, 0, attribute("epsilon", FLOAT));

  private final String opName;
  private final int inputs;
  private final int optionalInputs;
  private final Map<String, ONNXAttribute> attributes;

  OnnxOperator(String opName, int inputs, int optionalInputs, ONNXAttribute... attributes) {
    this.opName = opName;
    this.inputs = inputs;
    this.optionalInputs = optionalInputs;
    this.attributes =
        Arrays.stream(attributes)
            .collect(Collectors.toUnmodifiableMap(ONNXAttribute::getName, Function.identity()));
  }

  /** All are asked for always, so that no reader depends on a default. */
  private static ONNXAttribute attribute(String name, AttributeType type) {
    return new ONNXAttribute(name, type, true);
  }

  @Override
  public String getOpName() {
    return opName;
  }

  @Override
  public int getNumInputs() {
    return inputs;
  }

  @Override
  public int getNumOptionalInputs() {
    return optionalInputs;
  }

  @Override
  public int getNumOutputs() {
    return 1;
  }

  @Override
  public Map<String, ONNXAttribute> getAttributes() {
    return attributes;
  }

  @Override
  public Set<String> getMandatoryAttributeNames() {
    return attributes.keySet();
  }

  @Override
  public int getOpVersion() {
    return ONNXOperators.getOpsetVersion();
  }

  @Override
  public String getOpDomain() {
    return "";
  }
}
