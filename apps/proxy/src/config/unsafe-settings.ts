import { MOCK_API_KEY_PREFIX } from '@aloha-pi/contracts/control'
import { isLocalHost, isLoopbackAddress } from './base-url.ts'
import { findUnsafePayoutSettings } from './unsafe-payout-settings.ts'
import type { ServerVariables } from './variables.ts'

const HORIZON_HOSTS = {
  'Pi Network': /^api\d*\.mainnet\.minepi\.com$/,
  'Pi Testnet': /^api\.testnet\d*\.minepi\.com$/,
}
const DEFAULT_HORIZON = {
  'Pi Network': 'https://api.mainnet.minepi.com',
  'Pi Testnet': 'https://api.testnet.minepi.com',
}

/** The Horizon to use: a local mock serves both APIs at one origin, Pi has a host for each network. */
export function horizonUrl(
  settings: Pick<ServerVariables, 'PI_API_URL' | 'PI_HORIZON_URL' | 'PI_NETWORK'> & {
    MOCK_HOST?: string | undefined
  },
): string {
  if (settings.PI_HORIZON_URL != null) return settings.PI_HORIZON_URL
  const { MOCK_HOST } = settings
  return isLocal(settings.PI_API_URL, MOCK_HOST)
    ? settings.PI_API_URL
    : DEFAULT_HORIZON[settings.PI_NETWORK]
}

function isLocal(url: string, mockHost: string | undefined): boolean {
  return isLocalHost(new URL(url).hostname, mockHost)
}

/** Whether both upstreams are the mock. A URL that could not be read is not. */
export function areUpstreamsLocal(settings: Partial<ServerVariables>): boolean {
  const { PI_API_URL, PI_NETWORK, MOCK_HOST } = settings
  if (PI_API_URL == null || PI_NETWORK == null) return false
  const horizon = horizonUrl({ ...settings, PI_API_URL, PI_NETWORK })
  return isLocal(PI_API_URL, MOCK_HOST) && isLocal(horizon, MOCK_HOST)
}

/**
 * Settings that are right one by one and wrong together. Takes what could be read, so that these problems
 * are listed beside those of single variables.
 */
export function findUnsafeSettings(settings: Partial<ServerVariables>): string[] {
  return [
    ...findUpstreamProblems(settings),
    ...findUnsafePayoutSettings(settings),
    settings.PORT !== 0 && settings.PORT != null && settings.PORT === settings.METRICS_PORT
      ? 'METRICS_PORT must differ from PORT: the metrics are not for the callers of the API'
      : undefined,
  ].filter((problem) => problem != null)
}

function findUpstreamProblems(settings: Partial<ServerVariables>): (string | undefined)[] {
  const { PI_API_URL, PI_NETWORK, PI_API_KEY = '', LOG_LEVEL, HOST = [] } = settings
  if (PI_API_URL == null || PI_NETWORK == null) return []
  const horizon = horizonUrl({ ...settings, PI_API_URL, PI_NETWORK })
  const upstreams = [
    ['PI_API_URL', PI_API_URL],
    ['PI_HORIZON_URL', horizon],
  ] as const
  const local = areUpstreamsLocal(settings)
  return [
    ...upstreams.map(([name, url]) => findNetworkProblem(name, url, PI_NETWORK)),
    findMockHostProblem(settings.MOCK_HOST, PI_API_URL, PI_NETWORK),
    isHorizon(PI_API_URL, 'Pi Network') || isHorizon(PI_API_URL, 'Pi Testnet')
      ? "PI_API_URL must be Pi's Platform API, https://api.minepi.com for both networks: this host is Horizon"
      : undefined,
    PI_API_KEY.startsWith(MOCK_API_KEY_PREFIX) && !local
      ? 'PI_API_KEY must not be the key of a mock unless PI_API_URL and PI_HORIZON_URL are loopback addresses'
      : undefined,
    (LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace') && !local
      ? 'LOG_LEVEL must not be debug or trace unless PI_API_URL and PI_HORIZON_URL are loopback addresses'
      : undefined,
    local && !HOST.every(isLoopbackAddress) && settings.DEVELOPMENT_ON_NETWORK !== 'true'
      ? 'HOST must be a loopback address while PI_API_URL and PI_HORIZON_URL are: the development key is public, and anyone on the network could use it. DEVELOPMENT_ON_NETWORK=true allows that'
      : undefined,
  ]
}

function findMockHostProblem(
  mockHost: string | undefined,
  apiUrl: string,
  network: ServerVariables['PI_NETWORK'],
): string | undefined {
  if (mockHost == null) return undefined
  if (network === 'Pi Network') {
    return 'MOCK_HOST must be absent when PI_NETWORK is "Pi Network", the real one'
  }
  return new URL(apiUrl).hostname === mockHost
    ? undefined
    : 'MOCK_HOST must be the host of PI_API_URL: it declares that host a mock'
}

function findNetworkProblem(
  name: string,
  url: string,
  network: ServerVariables['PI_NETWORK'],
): string | undefined {
  const other = network === 'Pi Network' ? 'Pi Testnet' : 'Pi Network'
  if (isHorizon(url, other)) {
    return `${name} must be of the network of PI_NETWORK: this host is for "${other}"`
  }
  if (network === 'Pi Network' && !/(^|\.)minepi\.com$/.test(new URL(url).hostname)) {
    return `${name} must be a host of Pi (minepi.com) when PI_NETWORK is "Pi Network", the real one`
  }
  return undefined
}

function isHorizon(url: string, network: ServerVariables['PI_NETWORK']): boolean {
  return HORIZON_HOSTS[network].test(new URL(url).hostname)
}
