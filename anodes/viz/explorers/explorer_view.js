/* The picture of an explorer in JupyterLab. Python sends what the controls say; the picture sends
   back which rows its marks show strongly, so that a selection by mouse narrows the table too.
   `vegaEmbed` comes with the bundle that this becomes part of. */
const STRONG = 0.5; // opacity above which a mark is one that the table lists

async function render({ model, el }) {
  const { view, finalize } = await vegaEmbed(el, model.get("spec"), { actions: false, renderer: "svg" });
  const { layer, field } = model.get("rows");

  async function follow() {
    for (const [name, value] of Object.entries(model.get("signals"))) view.signal(name, value);
    await view.runAsync();
  }

  function list() {
    const marks = view.data(`${layer}_marks`).filter((mark) => mark.opacity > STRONG);
    model.set("strong", [...new Set(marks.map((mark) => String(mark.datum[field])))]);
    model.save_changes();
  }

  model.on("change:signals", follow);
  await follow();
  if (layer) {
    view.addDataListener(`${layer}_marks`, list);
    list();
  }
  return () => {
    model.off("change:signals", follow);
    finalize();
  };
}

export default { render };
