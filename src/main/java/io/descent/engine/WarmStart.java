package io.descent.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weights that a training takes over from another network. A layer is matched by its place and
 * its kind; along what goes into the network and what comes out of it values are matched by {@link
 * Places}. What has no match starts as if nothing were taken over.
 */
public final class WarmStart {

  /** How a tensor starts. */
  public enum How {
    CARRIED,
    /** Its values were found at other places, or beside new ones. */
    PERMUTED,
    INITIALISED
  }

  /**
   * @param why it begins anew; empty where it does not
   */
  public record Tensor(String name, How how, String why) {}

  /**
   * Where the values along one dimension are found.
   *
   * @param sources of each place the place in the other network, or −1 where it is new
   * @param there length of the dimension in the other network
   */
  public record Places(List<Integer> sources, int there) {

    private static final int ANY = -1;

    /** All at the same places, however many. */
    public static final Places SAME = new Places(List.of(), ANY);

    public Places {
      sources = List.copyOf(sources);
    }

    /** Nothing is found. */
    public static Places none(int here, int there) {
      return new Places(Collections.nCopies(here, -1), there);
    }

    private int of(int place) {
      return there == ANY ? place : sources.get(place);
    }

    private boolean fits(int hereLength, int thereLength) {
      return there == ANY
          ? hereLength == thereLength
          : sources.size() == hereLength && there == thereLength;
    }

    private boolean moves() {
      return there != ANY
          && (sources.size() != there
              || IntStream.range(0, there).anyMatch(i -> sources.get(i) != i));
    }

    private boolean isNew() {
      return there != ANY && sources.stream().allMatch(it -> it < 0);
    }
  }

  /** The first layer that mixes its inputs, and the last. */
  private record Ends(int first, int last) {

    static Ends of(List<Outline.Layer> layers) {
      int[] mixing =
          layers.stream()
              .filter(it -> it.spec() instanceof LayerSpec.Affine || isConvolution(it))
              .mapToInt(Outline.Layer::index)
              .toArray();
      return mixing.length == 0
          ? new Ends(layers.size(), layers.size())
          : new Ends(mixing[0], mixing[mixing.length - 1]);
    }

    private static boolean isConvolution(Outline.Layer layer) {
      return layer.spec() instanceof LayerSpec.Conv2d;
    }

    boolean sameRole(Ends other, int layer) {
      return Integer.compare(layer, first) == Integer.compare(layer, other.first)
          && Integer.compare(layer, last) == Integer.compare(layer, other.last);
    }
  }

  /** A tensor of a layer, with the places along each of its dimensions. */
  private record Part(String letter, List<Integer> dims, List<Places> places) {}

  private record Plan(Tensor tensor, Part part, List<Integer> there) {

    /** Where in the other tensor the value of an index is found, or −1. */
    int source(int index) {
      int left = index;
      int at = 0;
      int stride = 1;
      for (int d = there.size() - 1; d >= 0; d--) {
        int place = part.places().get(d).of(left % part.dims().get(d));
        if (place < 0) {
          return -1;
        }
        left /= part.dims().get(d);
        at += place * stride;
        stride *= there.get(d);
      }
      return at;
    }
  }

  private final ModelSpec to;
  private final Places inputs;
  private final Places outputs;
  private final List<Outline.Layer> known;
  private final Ends here;
  private final Ends there;
  private final List<Plan> plans = new ArrayList<>();

  private WarmStart(ModelSpec from, ModelSpec to, Places inputs, Places outputs) {
    this.to = to;
    this.inputs = inputs;
    this.outputs = outputs;
    List<Outline.Layer> layers = Outline.of(to).layers();
    known = Outline.of(from).layers();
    here = Ends.of(layers);
    there = Ends.of(known);
    layers.forEach(this::plan);
  }

  /**
   * @param from the other network
   * @param inputs of what goes into the network, where that is a row; of an image {@link
   *     Places#SAME}
   * @param outputs of what comes out of the network
   */
  public static WarmStart of(ModelSpec from, ModelSpec to, Places inputs, Places outputs) {
    return new WarmStart(from, to, inputs, outputs);
  }

  /** Each parameter and each tensor of state, in layer order. */
  public List<Tensor> tensors() {
    return plans.stream().map(Plan::tensor).toList();
  }

  /**
   * The network that training starts from.
   *
   * @param seed draws what is new
   */
  public Network start(Network from, long seed) {
    Network network = Network.drawn(to, seed);
    for (Plan plan : plans) {
      if (plan.tensor().how() != How.INITIALISED) {
        network.overwrite(plan.tensor().name(), from, plan::source);
      }
    }
    return network;
  }

  private void plan(Outline.Layer layer) {
    List<Part> others = layer.index() < known.size() ? parts(known.get(layer.index())) : List.of();
    List<Part> parts = parts(layer);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      List<Integer> dims = i < others.size() ? others.get(i).dims() : List.of();
      String why = whyNew(layer, part, dims);
      boolean moves = part.places().stream().anyMatch(Places::moves);
      How how = moves ? How.PERMUTED : How.CARRIED;
      String name = layer.index() + "." + part.letter();
      plans.add(new Plan(new Tensor(name, why.isEmpty() ? how : How.INITIALISED, why), part, dims));
    }
  }

  /** Empty where the tensor is taken over. */
  private String whyNew(Outline.Layer layer, Part part, List<Integer> dims) {
    int index = layer.index();
    if (index >= known.size()) {
      return "the model has no layer " + index;
    }
    if (!known.get(index).type().equals(layer.type())) {
      return "layer " + index + " of the model is " + known.get(index).type();
    }
    if (!here.sameRole(there, index)) {
      return "layer " + index + " of the model is not as far from its inputs and outputs";
    }
    for (int d = 0; d < part.dims().size(); d++) {
      if (!part.places().get(d).fits(part.dims().get(d), dims.get(d))) {
        return "it is " + part.dims() + ", and in the model " + dims;
      }
    }
    return part.places().stream().anyMatch(Places::isNew)
        ? "none of what goes in or comes out is the model's"
        : "";
  }

  private List<Part> parts(Outline.Layer layer) {
    int out = layer.output().channels();
    Places outside = layer.index() >= here.last() ? outputs : Places.SAME;
    Places inside = layer.index() <= here.first() ? inputs : Places.SAME;
    return switch (layer.spec()) {
      case LayerSpec.Affine _ ->
          List.of(
              new Part("W", List.of(size(layer.input()), out), List.of(inside, outside)),
              new Part("b", List.of(out), List.of(outside)));
      case LayerSpec.Conv2d c ->
          List.of(
              new Part(
                  "W",
                  List.of(out, layer.input().channels(), c.kernel().height(), c.kernel().width()),
                  List.of(outside, inside, Places.SAME, Places.SAME)),
              new Part("b", List.of(out), List.of(outside)));
      case LayerSpec.BatchNorm _ -> normalization(out, layer.index() < here.first(), layer.index());
      case LayerSpec.Pool _, LayerSpec.Dropout _, LayerSpec.Flatten _, LayerSpec.Softmax _ ->
          List.of();
      case LayerSpec.Relu _,
          LayerSpec.LeakyRelu _,
          LayerSpec.Gelu _,
          LayerSpec.Sigmoid _,
          LayerSpec.Tanh _ ->
          List.of();
    };
  }

  private List<Part> normalization(int features, boolean before, int index) {
    Places places = before ? inputs : index > here.last() ? outputs : Places.SAME;
    return List.of("gamma", "beta", "running_mean", "running_var").stream()
        .map(letter -> new Part(letter, List.of(features), List.of(places)))
        .toList();
  }

  private static int size(Shape shape) {
    return Math.toIntExact(shape.size());
  }
}
