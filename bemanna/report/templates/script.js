(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var search = document.getElementById("find-person");
  var unit = document.getElementById("find-unit");
  var competence = document.getElementById("find-competence");
  function apply() {
    var wanted = search.value.trim().toLowerCase();
    document.querySelectorAll("details.unit").forEach(function (part) {
      part.hidden = unit.value !== "" && part.dataset.unit !== unit.value;
      part.querySelectorAll("tbody").forEach(function (group) {
        var shown = 0;
        var fits = competence.value === "" || group.dataset.competence === competence.value;
        group.querySelectorAll("tr[data-person]").forEach(function (row) {
          row.hidden = !fits || row.dataset.person.indexOf(wanted) < 0;
          shown += row.hidden ? 0 : 1;
        });
        group.hidden = shown === 0;
      });
      if (wanted !== "" && part.querySelector("tbody:not([hidden])")) { part.open = true; }
    });
  }
  if (search) {
    [search, unit, competence].forEach(function (field) { field.addEventListener("input", apply); });
  }
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
})();
