import { availableParallelism, loadavg } from 'node:os'
import type { Figure } from './figure.ts'

/** Times in seconds and short ledgers mean little on a machine that has other work to do. */
export function machineLoad(): Figure {
  const [, fiveMinutes = 0] = loadavg()
  const cores = `${availableParallelism()} cores`
  return { name: 'load of the machine meanwhile', value: fiveMinutes.toFixed(1), note: cores }
}
