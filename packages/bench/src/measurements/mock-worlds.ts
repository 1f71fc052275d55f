import type { Figure, Measurement } from '../figure.ts'
import { median } from '../statistics.ts'
import { changeMock } from '../targets/change-mock.ts'
import { startTarget, type Target } from '../targets/target-process.ts'

/** As many as a mock has by default, without the first one. */
const WORLDS = 99

type Round = { bytes: number; ms: number }

/** Does the same with each of the worlds; returns the resident memory for each, and the median time. */
async function withEach(mock: Target, act: (name: string) => Promise<unknown>): Promise<Round> {
  const before = await mock.usage()
  const times: number[] = []
  for (let world = 0; world < WORLDS; world += 1) {
    const begun = performance.now()
    await act(`w${world}`)
    times.push(performance.now() - begun)
  }
  const { residentBytes } = await mock.usage()
  return { bytes: (residentBytes - before.residentBytes) / WORLDS, ms: median(times) }
}

async function run(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const kind of ['made', 'forked'] as const) {
    const mock = await startTarget('mock.ts')
    const { port } = mock.ready
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      await response.text()
      if (!response.ok) throw new Error(`${path} returned ${response.status}`)
    }
    // The code of all of it is compiled once.
    await changeMock(port, 'POST', '/worlds', { name: 'warm' })
    await get('/w/warm/ledgers')
    await changeMock(port, 'POST', '/worlds/warm/drop')
    const made = await withEach(mock, (name) =>
      kind === 'made'
        ? changeMock(port, 'POST', '/worlds', { name })
        : changeMock(port, 'POST', '/worlds/default/fork', { name }),
    )
    const asked = await withEach(mock, (name) => get(`/w/${name}/ledgers`))
    await mock.stop()
    figures.push(
      { name: `a world is ${kind}`, value: show(made) },
      { name: `its first request`, value: show(asked) },
    )
  }
  return figures
}

function show({ bytes, ms }: Round): string {
  return `${Math.round(bytes / 1_000)} kB, ${ms.toFixed(1)} ms`
}

export const mockWorlds: Measurement = {
  name: 'mock-worlds',
  title: 'Mock: memory and time for each of 99 worlds, the default number',
  run,
}
