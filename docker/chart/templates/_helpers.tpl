{{- define "descent.name" -}}
{{- if contains "descent" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-descent{{ end }}
{{- end }}

{{- define "descent.selector" -}}
app.kubernetes.io/name: descent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "descent.labels" -}}
{{ include "descent.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- /* The pod of a role: root, role, workers, resources */}}
{{- define "descent.pod" -}}
metadata:
  labels:
    {{- include "descent.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: "8080"
    prometheus.io/path: /actuator/prometheus
spec:
  automountServiceAccountToken: false
  # A pod that is to go keeps a state of each training and hands the jobs back, within 30 seconds
  terminationGracePeriodSeconds: 35
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    fsGroup: 10001
    seccompProfile: {type: RuntimeDefault}
  containers:
    - name: descent
      image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      env:
        - {name: SPRING_PROFILES_ACTIVE, value: postgres}
        - name: DESCENT_DB_URL
          value: {{ with .root.Values.database }}{{ printf "jdbc:postgresql://%s:%v/%s?sslmode=%s" .host .port .name .sslmode | quote }}{{ end }}
        - name: DESCENT_DB_USER
          valueFrom: {secretKeyRef: {name: {{ .root.Values.database.existingSecret }}, key: username}}
        - name: DESCENT_DB_PASSWORD
          valueFrom: {secretKeyRef: {name: {{ .root.Values.database.existingSecret }}, key: password}}
        {{- with .root.Values.security.existingSecret }}
        - name: DESCENT_ADMIN_KEY
          valueFrom: {secretKeyRef: {name: {{ . }}, key: admin-key}}
        {{- end }}
        - {name: DESCENT_SECURITY_MODE, value: keys}
        - name: DESCENT_SECURITY_HOSTS
          value: {{ prepend .root.Values.security.hosts (include "descent.name" .root) | join "," | quote }}
        - {name: DESCENT_WORKERS, value: {{ .workers | quote }}}
        {{- range $name, $value := .root.Values.env }}
        - {name: {{ $name }}, value: {{ $value | quote }}}
        {{- end }}
      ports:
        - {name: http, containerPort: 8080}
      startupProbe:
        httpGet: {path: /actuator/health/liveness, port: http}
        periodSeconds: 2
        failureThreshold: 90
      livenessProbe:
        httpGet: {path: /actuator/health/liveness, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /actuator/health/readiness, port: http}
        periodSeconds: 5
        timeoutSeconds: 5
      resources:
        {{- toYaml .resources | nindent 8 }}
      volumeMounts:
        - {name: data, mountPath: /data}
        - {name: tmp, mountPath: /tmp}
  volumes:
    - {name: data, emptyDir: {}}
    - {name: tmp, emptyDir: {}}
{{- end }}
