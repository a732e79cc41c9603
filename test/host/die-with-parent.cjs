// Preloaded into code-server: its standard input is a pipe from the driver. When that closes, however the driver ended,
// the whole process group ends too: server, extension host, language servers.
if (process.env.CONVLENS_HOST_PIPE) {
  delete process.env.CONVLENS_HOST_PIPE; // its children inherit the preload, not this duty
  const end = () => {
    try {
      process.kill(-process.pid, "SIGKILL");
    } catch {
      process.exit(1);
    }
  };
  process.stdin
    .on("error", () => {})
    .on("close", end)
    .resume();
  process.stdin.unref?.();
}
