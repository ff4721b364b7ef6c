package io.descent.sweep;

import io.descent.ServiceTest;

@ServiceTest
class SweepsTest extends SweepsContract {}
