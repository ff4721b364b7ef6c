package io.descent.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a layer fared in an epoch; absent is what has no meaning for it.
 *
 * @param index of the layer, from 0
 * @param deadShare share of a ReLU's units (channels of a map) that gave nothing but 0
 * @param saturatedShare share of a sigmoid's or tanh's units that were within 0.01 of an end for at
 *     least 95 % of the rows
 * @param updateRatio ‖ΔW‖ ÷ ‖W‖ of the epoch's last update, over all parameters of the layer
 */
public record LayerFigures(
    int index,
    @Nullable Double deadShare,
    @Nullable Double saturatedShare,
    @Nullable Double updateRatio) {}
