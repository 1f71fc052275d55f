import { startProxy, type RunningProxy } from './start-proxy.ts'
import { StartRefusedError } from './start-refused-error.ts'
import type { Command, CommandIo } from '../operator/command.ts'

/** `proxy serve`: serves until `stopped` settles, then ends in order. */
export function serveUntil(stopped: () => Promise<unknown>): Command {
  return async (args, io) => {
    if (args.length > 0) {
      io.complain('serve takes no arguments: it is configured by environment variables.')
      return 2
    }
    const stop = stopped()
    try {
      const proxy = await startProxy(io.env)
      announce(proxy, io)
      await stop
      await proxy.close()
      return 0
    } catch (error) {
      if (!(error instanceof StartRefusedError)) throw error
      for (const problem of error.problems) io.complain(`${problem}.`)
      return 1
    }
  }
}

function announce(proxy: RunningProxy, { env, print }: CommandIo) {
  const { url, metricsUrl, database, developmentKey } = proxy
  if (env['PROXY_READY'] === 'json') {
    return print(JSON.stringify({ url, metricsUrl, database, developmentKey }), 'key')
  }
  print(`aloha-pi proxy   ${url}`)
  print(`API reference    ${url}/docs`)
  print(`metrics          ${metricsUrl == null ? 'off' : `${metricsUrl}/metrics`}`)
  print(`database         ${database}`)
  if (developmentKey != null) print(`development key  ${developmentKey}`, 'key')
}
