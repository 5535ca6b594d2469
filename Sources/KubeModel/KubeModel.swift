// KubeModel
