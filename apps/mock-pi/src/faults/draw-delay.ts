import { MAX_FAULT_DELAY_MS } from '@aloha-pi/contracts/control'
import type { FaultEffect } from '@aloha-pi/contracts/wire'

type Delay = Extract<FaultEffect, { type: 'latency' | 'late' }>

/** Of a late response whose rule names no time. */
const DEFAULT_MS = 5_000

/** The time in ms that an effect takes; `random` draws from 0 up to 1. */
export function drawDelay(
  { ms, min_ms, max_ms, median_ms, sigma }: Delay,
  random: () => number,
): number {
  if (ms != null) return ms
  if (min_ms != null && max_ms != null) {
    return min_ms + Math.floor(random() * (max_ms - min_ms + 1))
  }
  if (median_ms != null && sigma != null) {
    const drawn = median_ms * Math.exp(sigma * drawNormal(random))
    return Math.min(MAX_FAULT_DELAY_MS, Math.round(drawn))
  }
  return DEFAULT_MS
}

/** The method of Box and Muller. */
function drawNormal(random: () => number): number {
  // The logarithm of 0 has no value.
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return radius * Math.cos(2 * Math.PI * random())
}
