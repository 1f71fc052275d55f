export { startProxy, type ProxyOptions, type RunningProxy } from './start-proxy.ts'
export { StartRefusedError } from './start-refused-error.ts'
