// What the README's examples take as given.
declare let remembered: string
declare const id: string
declare const signal: AbortSignal
declare function setStatus(text: string): void
