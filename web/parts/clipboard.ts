/**
 * Copying text. Frames and old browsers refuse the clipboard; then the caller is told, and shows the text to copy by hand.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
