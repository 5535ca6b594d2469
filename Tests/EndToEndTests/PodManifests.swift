extension EndToEnd.PodTests {
  static let givenManifest = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings}
    data: {colour: blue}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: keys}
    stringData: {key: hidden}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: early}
    spec:
      selector: {app: none}
      ports: [{port: 80}]
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: claim}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Mi}}
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: given
      labels: {app: given, label: "yes"}
    spec:
      restartPolicy: Never
      securityContext: {fsGroup: 2000}
      initContainers:
        - name: first
          image: busybox
          command: [sh, -c, "echo from the host > /host/file; printf first > /empty/init"]
          volumeMounts: [{name: empty, mountPath: /empty}, {name: host, mountPath: /host}]
        - name: second
          image: busybox
          command: [sh, -c, "printf ' second' >> /empty/init"]
          volumeMounts: [{name: empty, mountPath: /empty}]
      containers:
        - name: main
          image: busybox
          resources: {limits: {cpu: "2"}}
          env:
            - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: HOST, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
            - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['label']"}}}
            - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
            - {name: FROM_CONFIG, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
            - {name: FROM_SECRET, valueFrom: {secretKeyRef: {name: keys, key: key}}}
            - {name: COMPOSED, value: "$(NAME)-$(NONE)-$$(NAME)"}
          envFrom:
            - {prefix: P_, configMapRef: {name: settings}}
            - {prefix: S_, secretRef: {name: keys}}
          command:
            - sh
            - -ec
            - |
              env | grep -E '^(NAME|IP|HOST|LABEL|CPU|FROM_CONFIG|FROM_SECRET|P_colour|S_key|COMPOSED)='
              echo "hostname=$(hostname)"
              echo "config=$(cat /config/colour)"
              echo "secret=$(cat /secret/key)"
              echo "mode=$(stat -L -c %a /secret/key)"
              echo "sub=$(cat /sub/only)"
              echo "labels=$(head -1 /info/labels)"
              echo "projected=$(cat /all/colour),$(cat /all/key),$(cat /all/namespace)"
              echo "empty=$(stat -c %a /memory)"
              echo "init=$(cat /empty/init)"
              echo "host=$(cat /host/file)"
              echo "service=$EARLY_SERVICE_HOST"
              echo "group=$(stat -c %g /empty)"
              echo "claimGroup=$(stat -c %g /claim)"
              echo kept > /claim/file; echo "claim=$(cat /claim/file)"
              echo "hosts=$(grep given /etc/hosts | cut -f1)"
          volumeMounts:
            - {name: config, mountPath: /config}
            - {name: secret, mountPath: /secret}
            - {name: config, mountPath: /sub/only, subPath: colour}
            - {name: info, mountPath: /info}
            - {name: all, mountPath: /all}
            - {name: empty, mountPath: /empty}
            - {name: memory, mountPath: /memory}
            - {name: host, mountPath: /host}
            - {name: claim, mountPath: /claim}
      volumes:
        - {name: config, configMap: {name: settings}}
        - {name: secret, secret: {secretName: keys, defaultMode: 0400}}
        - name: info
          downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
        - name: all
          projected:
            sources:
              - configMap: {name: settings}
              - secret: {name: keys}
              - downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}
        - {name: empty, emptyDir: {}}
        - {name: memory, emptyDir: {medium: Memory}}
        - {name: host, hostPath: {path: HOME/shared, type: DirectoryOrCreate}}
        - {name: claim, persistentVolumeClaim: {claimName: claim}}
    """

  static let probeManifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: probed}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: probed
          image: busybox
          command: [sleep, "3600"]
          startupProbe: {exec: {command: [cat, /tmp/started]}, periodSeconds: 1, failureThreshold: 60}
          readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}
          volumeMounts: [{name: shared, mountPath: /shared}]
      volumes: [{name: shared, hostPath: {path: HOME/shared, type: DirectoryOrCreate}}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: lively}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: lively
          image: busybox
          command: [sh, -c, "mkdir -p /srv; touch /srv/alive; cd /srv; exec python3 -m http.server 8000"]
          readinessProbe: {tcpSocket: {port: 8000}, periodSeconds: 1}
          livenessProbe:
            {httpGet: {path: /alive, port: 8000}, periodSeconds: 1, failureThreshold: 2, initialDelaySeconds: 3}
          lifecycle: {postStart: {exec: {command: [sh, -c, "echo postStart > /tmp/hook"]}}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: stale}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: stale
          image: busybox
          command: [sleep, "3600"]
          livenessProbe: {exec: {command: [sh, -c, "echo went stale; exit 1"]}, periodSeconds: 1, failureThreshold: 1}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: deaf}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: deaf
          image: busybox
          command: [sleep, "3600"]
          livenessProbe: {tcpSocket: {port: 8000}, periodSeconds: 1, failureThreshold: 2}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: slow}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: slow
          image: busybox
          command: [sleep, "3600"]
          startupProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 2}
          livenessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: hooked}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: hooked
          image: busybox
          command: [sh, -c, "trap 'echo SIGTERM >> /shared/order' TERM; while :; do sleep 0.1; done"]
          lifecycle: {preStop: {exec: {command: [sh, -c, "echo preStop >> /shared/order"]}}}
          volumeMounts: [{name: shared, mountPath: /shared}]
      volumes: [{name: shared, hostPath: {path: HOME/shared, type: DirectoryOrCreate}}]
    """

  static let restartManifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: crashes}
    spec:
      containers: [{name: crashes, image: busybox, command: [sh, -c, "echo about to fail; exit 3"]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: ends}
    spec:
      restartPolicy: OnFailure
      containers: [{name: ends, image: busybox, command: [sh, -c, "echo one; echo two"]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: fails}
    spec:
      restartPolicy: Never
      containers:
        - name: fails
          image: busybox
          command: [sh, -c, "printf 'said at the end' > /dev/termination-log; exit 4"]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: killed}
    spec:
      restartPolicy: Never
      containers: [{name: killed, image: busybox, command: [sh, -c, "sleep 3600; : HOME"]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: unknown}
    spec:
      containers: [{name: unknown, image: example.com/no/such-image:1}]
    """

  static let networkManifest = """
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      clusterIP: None
      selector: {app: web}
      ports: [{name: http, port: 8080}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: front}
    spec:
      type: NodePort
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: http}]
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web}
    spec:
      serviceName: web
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - name: web
              image: busybox
              command:
                [sh, -c, "mkdir -p /srv; echo served > /srv/index.html; cd /srv; exec python3 -m http.server 8080"]
              ports: [{name: http, containerPort: 8080, hostPort: 18080}]
              readinessProbe: {httpGet: {path: /index.html, port: http}, periodSeconds: 1}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: client}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: client, image: busybox, command: [sleep, "3600"]}]
    """
}
