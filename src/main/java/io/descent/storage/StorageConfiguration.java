package io.descent.storage;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets the sweep run in the background. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class StorageConfiguration {}
