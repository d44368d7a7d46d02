/* The body of a function: the visible texts below the elements of a selector whose contrast is below a limit. */
const [selector, limit] = arguments;
const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
  willReadFrequently: true,
});

/* Red, green and blue of 0 to 255, opacity of 0 to 1, of any CSS colour. */
function parts(color) {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over(above, below) {
  return [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3]));
}

function background(element) {
  if (!element) {
    return [255, 255, 255];
  }
  const own = parts(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, background(element.parentElement));
}

/* Relative luminance as the Web Content Accessibility Guidelines define it. */
function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(element) {
  const ground = background(element);
  const ink = over(parts(getComputedStyle(element).color), ground);
  const [high, low] = [luminance(ground), luminance(ink)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const texts = [];
document.querySelectorAll(selector).forEach((root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && element.checkVisibility() && element.offsetWidth > 1) {
      texts.push({ element, text: walker.currentNode.data.trim(), contrast: contrast(element) });
    }
  }
});
if (texts.length === 0) {
  return ["no text below " + selector];
}
return texts
  .filter((each) => each.contrast < limit)
  .map((each) => {
    const style = getComputedStyle(each.element);
    const name = each.element.tagName.toLowerCase() + "." + each.element.className;
    return `${each.contrast.toFixed(2)} ${name} '${each.text}' ${style.color} on ${background(each.element).map(Math.round)}`;
  });
