export { DEVELOPMENT_KEY } from './keys/development-key.ts'
export { startProxy, type ProxyOptions, type RunningProxy } from './server/start-proxy.ts'
export type { ProxyConnectionLimits } from './server/connection-limits.ts'
export { StartRefusedError } from './server/start-refused-error.ts'
