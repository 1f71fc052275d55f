import { testConformance } from '@aloha-pi/conformance/vitest'
import { afterAll } from 'vitest'
import { startTargets } from './start-targets.ts'

const targets = await startTargets()
afterAll(() => targets.close())

testConformance({ target: 'aloha', open: async () => targets.options })
