package io.descent.model;

import io.descent.ServiceTest;

@ServiceTest
class ModelsTest extends ModelsContract {}
