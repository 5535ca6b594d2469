import KubeModel
import ObjectStore

/// Where admission reads what a request is judged by: inside of a write what it sees, outside of it the store.
enum AdmissionReader: Sendable {
  case transaction(StoreTransaction)
  case store(ObjectStore)

  func object(_ key: ObjectKey) -> StoredObject? {
    switch self {
    case .transaction(let transaction): transaction.object(key)
    case .store(let store): store.object(key)
    }
  }

  func objects(_ resource: GroupResource, namespace: String?) -> [StoredObject] {
    switch self {
    case .transaction(let transaction): transaction.objects(resource, namespace: namespace)
    case .store(let store): store.objects(resource, namespace: namespace).objects
    }
  }
}
