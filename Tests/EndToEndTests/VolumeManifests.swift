extension EndToEnd.VolumeTests {
  /// CLIMB stands for a relative path that leads to a directory of the host.
  static let wallManifest = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: conf}
    data: {a: "1"}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tenant}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: busybox
        command: [sh, -c, "ln -s /etc /data/out; ln -s CLIMB /data/above; sleep 3600"]
        volumeMounts: [{name: conf, mountPath: /conf}, {name: data, mountPath: /data}]
      volumes: [{name: conf, configMap: {name: conf}}, {name: data, persistentVolumeClaim: {claimName: data}}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: through}
    spec:
      terminationGracePeriodSeconds: 0
      initContainers: [{name: wait, image: busybox, command: [sh, -c, "until [ -h /d/out ]; do sleep 0.1; done"], volumeMounts: [{name: data, mountPath: /d}]}]
      containers: [{name: c, image: busybox, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /d, subPath: out}]}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: above}
    spec:
      terminationGracePeriodSeconds: 0
      initContainers: [{name: wait, image: busybox, command: [sh, -c, "until [ -h /d/above ]; do sleep 0.1; done"], volumeMounts: [{name: data, mountPath: /d}]}]
      containers: [{name: c, image: busybox, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /d, subPath: above/new}]}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    """

  static let changeManifest = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: conf}
    data: {app.conf: "v=1"}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: other}
    data: {a: b}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: nested}
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{name: conf, configMap: {name: conf}}, {name: cache, emptyDir: {}}]
      containers: [{name: c, image: busybox, command: [sh, -c, "until [ -e /tmp/end ]; do sleep 0.1; done"], volumeMounts: [{name: cache, mountPath: /etc/app/cache}, {name: conf, mountPath: /etc/app}]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: typo}
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{name: conf, configMap: {name: conf}}]
      containers: [{name: c, image: busybox, command: [sh, -c, "until [ -e /tmp/end ]; do sleep 0.1; done"], volumeMounts: [{name: conf, mountPath: /etc/app.conf, subPath: other.conf}]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: plain}
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{name: other, configMap: {name: other}}]
      containers: [{name: c, image: busybox, command: [sh, -c, "until [ -e /tmp/end ]; do sleep 0.1; done"], volumeMounts: [{name: other, mountPath: /etc/app}]}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: keeper}
    spec:
      terminationGracePeriodSeconds: 1
      volumes:
      - {name: info, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
      - {name: disk, emptyDir: {sizeLimit: 1Mi}}
      - {name: memory, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
      containers: [{name: c, image: busybox, command: [sleep, "3600"], volumeMounts: [{name: info, mountPath: /info}, {name: disk, mountPath: /disk}, {name: memory, mountPath: /memory}]}]
    """

  static let ownerManifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: other}
    spec:
      restartPolicy: Never
      securityContext: {fsGroup: 1001, runAsUser: 1001, runAsGroup: 1001}
      volumes: [{name: d, emptyDir: {}}]
      containers:
      - name: c
        image: busybox
        command: [sh, -c, "stat -c '%a %g' /plain /part; echo written > /part/x; cat /part/x; stat -Lc '%a %u %g' /var/run/secrets/kubernetes.io/serviceaccount/token"]
        volumeMounts: [{name: d, mountPath: /plain}, {name: d, mountPath: /part, subPath: a/part}]
    """

  static let ephemeralManifest = """
    apiVersion: v1
    kind: Pod
    metadata: {name: eph}
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{name: scratch, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}]
      containers: [{name: c, image: busybox, command: [sleep, "3600"], volumeMounts: [{name: scratch, mountPath: /scratch}]}]
    """
}
