// SandboxRuntime
