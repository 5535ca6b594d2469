/// The roles and bindings of Kubernetes that people meet, as facts.
///
/// A line with two dots at its front is a rule of the role above it: verbs, groups and resources, and names where the
/// rule has some; `core` is the group without a name. A rule whose group is `url` is about paths. `read` stands for
/// get, list and watch; `write` for create, delete, deletecollection, patch and update.
///
///     role NAME [labels ROLE,…] [gathers ROLE]   a ClusterRole; what labels it for ROLE is gathered there
///     role NAMESPACE/NAME                        a Role
///     bind NAME SUBJECT,…                        a binding of that name to the role of that name
///     bind NAME=ROLE SUBJECT,…                   a binding to a role of another name
///
/// Subjects are `group/NAME`, `user/NAME` or `account/NAMESPACE/NAME`. The roles of Kubernetes' own controllers are
/// left out: here they are parts of one process and need none.
enum BootstrapPolicyText {
  static let text = """
    role cluster-admin
    .. * * *
    .. * url *
    role admin gathers admin
    role edit labels admin gathers edit
    role view labels edit gathers view
    role system:aggregate-to-admin labels admin
    .. create authorization.k8s.io localsubjectaccessreviews
    .. read,write rbac.authorization.k8s.io rolebindings,roles
    role system:aggregate-to-edit labels edit
    .. read core pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy
    .. impersonate core serviceaccounts
    .. write core pods,pods/attach,pods/exec,pods/portforward,pods/proxy
    .. create core pods/eviction
    .. write core configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale
    .. write core secrets,serviceaccounts,services,services/proxy
    .. create core serviceaccounts/token
    .. write apps daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale
    .. write apps statefulsets,statefulsets/scale
    .. write autoscaling horizontalpodautoscalers
    .. write batch cronjobs,jobs
    .. write extensions daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies
    .. write extensions replicasets,replicasets/scale,replicationcontrollers/scale
    .. write policy poddisruptionbudgets
    .. write networking.k8s.io ingresses,networkpolicies
    .. read,write coordination.k8s.io leases
    role system:aggregate-to-view labels view
    .. read core configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods
    .. read core replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
    .. read core bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status
    .. read core resourcequotas,resourcequotas/status
    .. read core namespaces
    .. read discovery.k8s.io endpointslices
    .. read apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status
    .. read apps replicasets,replicasets/scale,replicasets/status
    .. read apps statefulsets,statefulsets/scale,statefulsets/status
    .. read autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status
    .. read batch cronjobs,cronjobs/status,jobs,jobs/status
    .. read extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status
    .. read extensions ingresses,ingresses/status,networkpolicies
    .. read extensions replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale
    .. read policy poddisruptionbudgets,poddisruptionbudgets/status
    .. read networking.k8s.io ingresses,ingresses/status,networkpolicies
    role system:discovery
    .. get url /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/
    role system:basic-user
    .. create authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews
    .. create authentication.k8s.io selfsubjectreviews
    role system:public-info-viewer
    .. get url /healthz,/livez,/readyz,/version,/version/
    role system:monitoring
    .. get url /healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*
    role system:service-account-issuer-discovery
    .. get url /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
    role system:auth-delegator
    .. create authentication.k8s.io tokenreviews
    .. create authorization.k8s.io subjectaccessreviews
    role system:kube-aggregator
    .. read core endpoints,services
    role system:kube-dns
    .. list,watch core endpoints,services
    role system:heapster
    .. read core events,namespaces,nodes,pods
    .. read extensions deployments
    role system:kubelet-api-admin
    .. read core nodes
    .. proxy core nodes
    .. * core nodes/log,nodes/metrics,nodes/proxy,nodes/stats
    role system:persistent-volume-provisioner
    .. create,delete,get,list,watch core persistentvolumes
    .. get,list,update,watch core persistentvolumeclaims
    .. read storage.k8s.io storageclasses
    .. watch core events
    .. create,patch,update core,events.k8s.io events
    role system:volume-scheduler
    .. get,list,patch,update,watch core persistentvolumes
    .. read storage.k8s.io storageclasses
    .. get,list,patch,update,watch core persistentvolumeclaims
    role system:kube-scheduler
    .. create,patch,update core,events.k8s.io events
    .. create coordination.k8s.io leases
    .. get,update coordination.k8s.io leases kube-scheduler
    .. read core nodes
    .. delete,get,list,watch core pods
    .. create core bindings,pods/binding
    .. patch,update core pods/status
    .. read core replicationcontrollers,services
    .. read apps,extensions replicasets
    .. read apps statefulsets
    .. read policy poddisruptionbudgets
    .. read core persistentvolumeclaims,persistentvolumes
    .. create authentication.k8s.io tokenreviews
    .. create authorization.k8s.io subjectaccessreviews
    .. read storage.k8s.io csinodes
    .. read core namespaces
    .. read storage.k8s.io csidrivers
    .. read storage.k8s.io csistoragecapacities
    role system:kube-controller-manager
    .. create,patch,update core,events.k8s.io events
    .. create coordination.k8s.io leases
    .. get,update coordination.k8s.io leases kube-controller-manager
    .. create core secrets,serviceaccounts
    .. delete core secrets
    .. get core configmaps,namespaces,secrets,serviceaccounts
    .. update core secrets,serviceaccounts
    .. create authentication.k8s.io tokenreviews
    .. create authorization.k8s.io subjectaccessreviews
    .. list,watch * *
    .. create core serviceaccounts/token
    role system:node-proxier
    .. list,watch core endpoints,services
    .. read core nodes
    .. create,patch,update core,events.k8s.io events
    .. list,watch discovery.k8s.io endpointslices
    role system:node-problem-detector
    .. get core nodes
    .. patch core nodes/status
    .. create,patch,update core,events.k8s.io events
    role system:node-bootstrapper
    .. create,get,list,watch certificates.k8s.io certificatesigningrequests
    role system:certificates.k8s.io:certificatesigningrequests:nodeclient
    .. create certificates.k8s.io certificatesigningrequests/nodeclient
    role system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
    .. create certificates.k8s.io certificatesigningrequests/selfnodeclient
    role system:certificates.k8s.io:kube-apiserver-client-approver
    .. approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client
    role system:certificates.k8s.io:kube-apiserver-client-kubelet-approver
    .. approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client-kubelet
    role system:certificates.k8s.io:kubelet-serving-approver
    .. approve certificates.k8s.io signers kubernetes.io/kubelet-serving
    role system:certificates.k8s.io:legacy-unknown-approver
    .. approve certificates.k8s.io signers kubernetes.io/legacy-unknown
    role system:node
    .. create authentication.k8s.io tokenreviews
    .. create authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews
    .. read core services
    .. create,get,list,watch core nodes
    .. patch,update core nodes/status
    .. patch,update core nodes
    .. create,patch,update core events
    .. read core pods
    .. create,delete core pods
    .. patch,update core pods/status
    .. create core pods/eviction
    .. read core configmaps,secrets
    .. get core persistentvolumeclaims,persistentvolumes
    .. get core endpoints
    .. create,get,list,watch certificates.k8s.io certificatesigningrequests
    .. create,delete,get,patch,update coordination.k8s.io leases
    .. get storage.k8s.io volumeattachments
    .. create core serviceaccounts/token
    .. get,patch,update core persistentvolumeclaims/status
    .. read storage.k8s.io csidrivers
    .. create,delete,get,patch,update storage.k8s.io csinodes
    .. read node.k8s.io runtimeclasses
    role kube-system/extension-apiserver-authentication-reader
    .. read core configmaps extension-apiserver-authentication
    bind cluster-admin group/system:masters
    bind system:monitoring group/system:monitoring
    bind system:discovery group/system:authenticated
    bind system:basic-user group/system:authenticated
    bind system:public-info-viewer group/system:authenticated,group/system:unauthenticated
    bind system:node-proxier user/system:kube-proxy
    bind system:kube-controller-manager user/system:kube-controller-manager
    bind system:kube-dns account/kube-system/kube-dns
    bind system:kube-scheduler user/system:kube-scheduler
    bind system:volume-scheduler user/system:kube-scheduler
    bind system:node
    bind system:service-account-issuer-discovery group/system:serviceaccounts
    bind kube-system/system::extension-apiserver-authentication-reader=extension-apiserver-authentication-reader user/system:kube-controller-manager,user/system:kube-scheduler
    """
}
