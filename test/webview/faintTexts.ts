/** Runs in the page: texts whose contrast with what is behind them is below 4.5 to 1. */
export const faintTexts = `() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (color, behind) => {
    canvas.fillStyle = 'rgb(' + behind.join() + ')';
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = color => color
    .map(part => part / 255)
    .map(part => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const faint = [];
  for (const element of document.querySelectorAll('#panel *')) {
    const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('');
    if (own === '' || element.closest('.hidden') || element.tagName.includes('-') || element.closest('vscode-button')) continue;
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(getComputedStyle(at).backgroundColor);
    const behind = chain.reduce((below, color) => over(color, below), [255, 255, 255]);
    const front = over(getComputedStyle(element).color, behind);
    const [dark, bright] = [luminance(behind), luminance(front)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + own.slice(0, 40));
  }
  return faint;
}`;
