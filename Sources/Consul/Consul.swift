// Consul
