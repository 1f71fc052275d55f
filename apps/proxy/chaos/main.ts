import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readOptions, usage } from './options.ts'
import { describeLegs } from './report.ts'
import { runLeg, type Leg } from './run-leg.ts'

try {
  const { options, resume } = readOptions(process.argv.slice(2))
  process.exitCode = await main(options, resume)
} catch (error) {
  console.error(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${usage}`,
  )
  process.exitCode = 2
}

async function main(options: Leg['options'], resume: string | undefined): Promise<number> {
  const leg = await runLeg(options)
  if (leg == null) return 2
  console.log(describeLegs([leg]))
  if (resume != null) {
    // A file of ours: what it holds was written below.
    const before = existsSync(resume) ? (JSON.parse(readFileSync(resume, 'utf8')) as Leg[]) : []
    const legs = [...before, leg]
    writeFileSync(resume, JSON.stringify(legs))
    console.log(`\nall legs in ${resume}\n${describeLegs(legs)}`)
  }
  return leg.violations.length === 0 ? 0 : 1
}
