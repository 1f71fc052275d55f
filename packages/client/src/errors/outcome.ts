/** The advice after a lost or unusable response. A read changes nothing, so its outcome is never unknown. */
export function unknownOutcome(request: string): { outcomeUnknown: boolean; advice: string } {
  if (request.startsWith('GET ')) {
    return { outcomeUnknown: false, advice: 'A read changes nothing: you can retry it.' }
  }
  return {
    outcomeUnknown: true,
    advice: 'It may have been executed: read the current state before you retry.',
  }
}
