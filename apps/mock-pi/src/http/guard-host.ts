/** Pi's own host names, which an SDK that is redirected to the mock keeps in its Host header. */
const PI_HOSTS = ['api.minepi.com', 'api.testnet.minepi.com', 'api.mainnet.minepi.com']
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** Which names the mock answers to. A web page can resolve its own name to 127.0.0.1, but not change Host. */
export type HostGuard = (host: string | undefined, path: string) => boolean

export function createHostGuard(configured: readonly string[]): HostGuard {
  const local = new Set([...LOCAL_HOSTS, ...configured])
  const everywhere = new Set([...local, ...PI_HOSTS])
  return (host = '', path) =>
    (isPrivate(path) ? local : everywhere).has(host.replace(/:\d{1,5}$/, '').toLowerCase())
}

/** The mock's own pages and controls, which no redirected SDK asks for. */
function isPrivate(path: string): boolean {
  return /^\/(_mock|docs|dashboard)(\/|$)/.test(path)
}
