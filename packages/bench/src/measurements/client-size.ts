import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle } from '../../../client/test/bundle.ts'
import type { Figure, Measurement } from '../figure.ts'

const BUDGET_KB = 20

const ours = [
  { name: '@aloha-pi/client, Pi only', program: 'pi-client', hasBudget: false },
  { name: '@aloha-pi/client, aloha-pi only', program: 'aloha-client', hasBudget: false },
  { name: '@aloha-pi/client, both', program: 'both-clients', hasBudget: true },
]
const others = ['stripe', 'openai', 'ky']

/** Minified for the browser by esbuild, without what is not used, gzip -9; in kB of 1000 bytes. */
async function kilobytes(program: string, external: string[] = []): Promise<number> {
  const entry = fileURLToPath(new URL(`../one-call/${program}.ts`, import.meta.url))
  const { code } = await bundle({ entryPoints: [entry], external })
  return gzipSync(code, { level: 9 }).length / 1_000
}

const toText = (size: number) => `${size.toFixed(1)} kB`

async function run(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { name, program, hasBudget } of ours) {
    const size = await kilobytes(program, ['zod'])
    const budget = { budget: `≤ ${BUDGET_KB} kB`, met: size <= BUDGET_KB }
    figures.push(
      { name: `${name}, without zod`, value: toText(size), ...(hasBudget && budget) },
      { name: `${name}, with zod`, value: toText(await kilobytes(program)) },
    )
  }
  for (const name of others) figures.push({ name, value: toText(await kilobytes(name)) })
  return figures
}

export const clientSize: Measurement = {
  name: 'client-size',
  title: 'Client: a program with one call of each library, minified and compressed',
  run,
}
