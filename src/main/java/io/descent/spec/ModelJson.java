package io.descent.spec;

import static io.descent.spec.Names.name;

import io.descent.engine.Extent;
import io.descent.engine.LayerSpec;
import io.descent.engine.ModelSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a network as JSON with every default filled in. */
final class ModelJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelJson() {}

  static ObjectNode of(ModelSpec model) {
    ObjectNode json = JSON.objectNode();
    ArrayNode shape = json.putArray("input_shape");
    model.inputShape().dims().forEach(shape::add);
    ArrayNode layers = json.putArray("layers");
    model.layers().forEach(layer -> layers.add(layer(layer)));
    json.put("loss", name(model.loss()));
    return json;
  }

  private static ObjectNode layer(LayerSpec layer) {
    ObjectNode json = JSON.objectNode().put("type", layer.type());
    switch (layer) {
      case LayerSpec.Affine l -> json.put("out", l.out()).put("init", name(l.init()));
      case LayerSpec.Conv2d l ->
          json.put("out", l.out())
              .<ObjectNode>set("kernel", extent(l.kernel()))
              .<ObjectNode>set("stride", extent(l.stride()))
              .<ObjectNode>set("padding", extent(l.padding()))
              .put("init", name(l.init()));
      case LayerSpec.MaxPool2d l -> pool(json, l.kernel(), l.stride());
      case LayerSpec.AvgPool2d l -> pool(json, l.kernel(), l.stride());
      case LayerSpec.BatchNorm1d l -> json.put("eps", l.eps()).put("momentum", l.momentum());
      case LayerSpec.BatchNorm2d l -> json.put("eps", l.eps()).put("momentum", l.momentum());
      case LayerSpec.Dropout l -> json.put("rate", l.rate());
      case LayerSpec.LeakyRelu l -> json.put("slope", l.slope());
      case LayerSpec.Gelu l -> json.put("approximate", l.tanh() ? "tanh" : "none");
      case LayerSpec.Flatten _, LayerSpec.Relu _, LayerSpec.Sigmoid _, LayerSpec.Tanh _ -> {}
    }
    return json;
  }

  private static void pool(ObjectNode json, Extent kernel, Extent stride) {
    json.set("kernel", extent(kernel));
    json.set("stride", extent(stride));
  }

  /** One number where both extents are equal, as people write it. */
  private static JsonNode extent(Extent extent) {
    if (extent.height() == extent.width()) {
      return JSON.numberNode(extent.height());
    }
    return JSON.arrayNode().add(extent.height()).add(extent.width());
  }
}
