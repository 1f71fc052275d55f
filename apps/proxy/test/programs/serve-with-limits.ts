import { startProxy } from '../../src/server/start-proxy.ts'

/** The proxy of the environment with the limits of connections in CONNECTIONS (JSON); prints where it serves. */
const { CONNECTIONS = '{}', ...env } = process.env
// The test that starts this program writes the limits.
const connections = JSON.parse(CONNECTIONS) as NonNullable<
  Parameters<typeof startProxy>[1]
>['connections']
const { url, metricsUrl } = await startProxy(env, { connections: connections ?? {} })
process.stdout.write(`${JSON.stringify({ url, metricsUrl })}\n`)
