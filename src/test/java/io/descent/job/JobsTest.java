package io.descent.job;

import io.descent.ServiceTest;

@ServiceTest
class JobsTest extends JobsContract {}
