import { parseArgs } from 'node:util'
import { runHistory } from './history.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    rollbacks: { type: 'boolean', default: false },
  },
})
const withRollbacks = values.rollbacks
if (values.seed != null) {
  const trace = values.trace ? { trace: (line: string) => console.log(line) } : {}
  const result = await runHistory({ seed: Number(values.seed), withRollbacks, ...trace })
  console.log(JSON.stringify({ ...result, faults: Object.fromEntries(result.faults) }, null, 1))
} else {
  const from = Number(values.from)
  const startedAt = performance.now()
  let failed = 0,
    kills = 0,
    payouts = 0,
    virtual = 0
  for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
    const result = await runHistory({ seed, withRollbacks })
    kills += result.kills
    payouts += result.payouts
    virtual += result.virtualMs
    if (result.violations.length > 0) {
      failed += 1
      if (failed <= 20) console.log(seed, JSON.stringify(result.violations.slice(0, 2)))
    }
  }
  const s = (performance.now() - startedAt) / 1000
  console.log({ failed, kills, payouts, virtual, seconds: s, perSecond: Number(values.seeds) / s })
}
