package io.descent.web;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.stereotype.Component;

/** Which build of the service this is; one that was not packaged does not know. */
@Component
public class Build {

  private final Optional<BuildProperties> build;
  private final Optional<GitProperties> git;

  Build(ObjectProvider<BuildProperties> build, ObjectProvider<GitProperties> git) {
    this.build = Optional.ofNullable(build.getIfAvailable());
    this.git = Optional.ofNullable(git.getIfAvailable());
  }

  public String version() {
    return build.map(BuildProperties::getVersion).orElse("development");
  }

  public String commit() {
    return git.map(GitProperties::getShortCommitId).orElse("unknown");
  }
}
