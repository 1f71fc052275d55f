type Environment = Readonly<Record<string, string | undefined>>

/** The proxy that this machine's programs use for other hosts. */
export type UpstreamProxy = { host: string; port: number; authorization: string | undefined }

/** Reads HTTPS_PROXY of the caller; says so when it cannot be used. */
export function readUpstreamProxy(
  env: Environment,
  say: (line: string) => void,
): UpstreamProxy | undefined {
  const text = env['https_proxy'] || env['HTTPS_PROXY']
  if (text == null || text === '') return undefined
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (url?.protocol !== 'http:') {
    say('HTTPS_PROXY is not a proxy by http, so other hosts are connected to without it')
    return undefined
  }
  const { hostname, port, username, password } = url
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 80),
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  }
}

/** The request for a tunnel to a host; the caller gets the response of that proxy. */
export function askForTunnel(
  { host, port }: { host: string; port: number },
  { authorization }: UpstreamProxy,
): string {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`]
  if (authorization != null) lines.push(`Proxy-Authorization: ${authorization}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
