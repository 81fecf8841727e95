/* The picture of an explorer in JupyterLab. Python sends what the controls say; the picture sends
   back which rows its data list, so that a selection by mouse narrows the table too.
   `vegaEmbed` comes with the bundle that this becomes part of. */

async function render({ model, el }) {
  const { view, finalize } = await vegaEmbed(el, model.get("spec"), { actions: false, renderer: "svg" });
  const { layer, field, listed } = model.get("rows");

  async function follow() {
    for (const [name, value] of Object.entries(model.get("signals"))) view.signal(name, value);
    await view.runAsync();
  }

  function list() {
    const marks = view.data(`${layer}_marks`).filter((mark) => mark.datum[listed]);
    model.set("listed", [...new Set(marks.map((mark) => String(mark.datum[field])))]);
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
