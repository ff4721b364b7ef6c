FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY src/main src/main
COPY examples/data examples/data
# Shown at /api/v1; the history itself stays outside
ARG COMMIT=unknown
RUN echo "git.commit.id=$COMMIT" > src/main/resources/git.properties
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && java -Djarmode=tools -jar target/descent.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home descent && install -d -o descent /data
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
COPY descent docker/healthcheck ./
# The heap may take most of a container's memory
ENV DESCENT_CACHE=/app/cache DESCENT_RAM=60
# Classes and profiles of one start, so that the next ones are quicker
RUN bash descent prepare
USER descent
VOLUME /data
# Beyond the container's own loopback the service asks for keys, unless DESCENT_SECURITY_MODE=open
ENV DESCENT_HOME=/data SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=5 CMD ["bash", "/app/healthcheck"]
ENTRYPOINT ["bash", "/app/descent"]
