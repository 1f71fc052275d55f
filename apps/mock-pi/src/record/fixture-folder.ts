import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fixture } from './to-fixture.ts'
import { writeNew } from './write-file.ts'

/** Of one operation and status, exchanges of so many forms are kept. */
const MAX_FORMS = 20

/** Where recorded exchanges are written, each form once. */
export type FixtureFolder = {
  /** Returns the path of a new file; undefined where there is one of this form, or there are enough. */
  add(name: string, fixture: Fixture): string | undefined
}

/** Makes the folder where there is none. Files of earlier runs stay as they are. Throws a sentence. */
export function openFixtureFolder(folder: string): FixtureFolder {
  const texts = new Map<string, string>()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const file of readdirSync(folder).filter((each) => /^recorded-.*\.json$/.test(each))) {
      texts.set(file, readFileSync(path.join(folder, file), 'utf8'))
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`--fixtures cannot be used: ${reason}`, { cause })
  }
  return {
    add(name, fixture) {
      const text = `${JSON.stringify(fixture, null, 2)}\n`
      for (let form = 1; form <= MAX_FORMS; form += 1) {
        const file = `${name}${form === 1 ? '' : `-${form}`}.json`
        const whole = path.join(folder, file)
        if (!texts.has(file) && writeNew(whole, text)) {
          texts.set(file, text)
          return whole
        }
        // Another recorder may have written it meanwhile.
        if (!texts.has(file)) texts.set(file, readFileSync(whole, 'utf8'))
        if (texts.get(file) === text) return undefined
      }
      return undefined
    },
  }
}
